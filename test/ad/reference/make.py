"""Reference values for the tests of src/ad/elementary*.ts and src/ad/special.ts, by mpmath (tried with 1.2.1).

    python3 make.py        writes elementary.json and special.json next to this file

Every entry is [x, hi, lo] (pow: [x, y, hi, lo]): the value is hi + lo, hi the nearest double, lo three digits of the rest.
The arguments are decimals of at most eight digits, except where a test needs one particular double.
"""
import json
import math
import os
import random

import mpmath
from mpmath import mp, mpf

mp.prec = 160
rng = random.Random(1)
uniform = lambda a, b: float("%.7g" % rng.uniform(a, b))
spread = lambda a, b: float("%.6g" % math.exp(rng.uniform(math.log(a), math.log(b))))
sign = lambda: rng.choice((-1, 1))
near = lambda c, a, b: float("%.12g" % (c + sign() * spread(a, b)))


def precise(prec, f):
    """f at a working precision that outlasts its cancellations."""
    def g(*x):
        with mp.workprec(prec):
            return +f(*x)
    return g


def log1p(x):
    return x - x * x / 2 if abs(x) < mpf(2) ** -400 else mpmath.log(1 + x)


def expm1(x):
    return x + x * x / 2 if abs(x) < mpf(2) ** -400 else mpmath.exp(x) - 1


def tanh(x):
    return x if abs(x) < mpf(2) ** -400 else mpmath.tanh(x)


def softplus(x):
    return max(x, 0) + log1p(mpmath.exp(-abs(x)))


def lgamma(x):
    return mpmath.loggamma(x) if x > 0 else mpmath.log(abs(mpmath.gamma(x)))


def near_multiples():
    """For every binade below 2^30 the doubles nearest to a multiple of pi/2, by continued fractions."""
    found = []
    with mp.workprec(400):
        half_pi = mp.pi / 2
        for e in range(0, 31):
            unit = mpf(2) ** (e - 52)
            q0, q1, rest = 0, 1, unit / half_pi
            best = []
            while q1 < 2**53:
                rest = 1 / (rest - mpmath.floor(rest))
                step = int(mpmath.floor(rest))
                for j in range(max(1, -(-(2**52 - q0) // q1)), min(step, (2**53 - 1 - q0) // q1) + 1)[-3:]:
                    if 2**52 <= q0 + j * q1 < 2**53:
                        best.append(q0 + j * q1)
                best += [j * q1 for j in range(1, 4) if 2**52 <= j * q1 < 2**53]
                q0, q1 = q1, q0 + step * q1
            distance = lambda m: abs(m * unit / half_pi - mpmath.nint(m * unit / half_pi))
            found += [float(m * unit) for m in sorted(set(best), key=distance)[:2]]
    return [x for x in found if x < 1.6e9]


def cycle(n, *draws):
    return [draws[i % len(draws)]() for i in range(n)]


def pow_arguments(n):
    def anywhere():
        x = spread(1e-300, 1e300)
        return x, float("%.7g" % (rng.uniform(-744, 709) / math.log(x)))

    def around_one():
        x = near(1, 1e-9, 0.4)
        return x, float("%.7g" % (rng.uniform(-744, 709) / math.log(x)))

    return cycle(n, anywhere, around_one, lambda: (uniform(0, 10), uniform(-10, 10)), lambda: (spread(5e-324, 1e-308), uniform(-0.95, 2)),
                 lambda: (-uniform(0, 20), float(rng.randint(-40, 40))), lambda: (float(rng.randint(2, 30)), float(rng.randint(-9, 9))))


N = 960
EDGE = [709.782712893384, 709.0, -708.3964185322641, -744.4400719213812, -745.1332191019411, 0.34657359027997264, -0.34657359027997264]
TRIG = cycle(N - 60, lambda: uniform(-10, 10), lambda: sign() * spread(1e-320, 1.6e9), lambda: uniform(-1.6e9, 1.6e9), lambda: uniform(-1, 1),
             lambda: uniform(-1647099, 1647099)) + near_multiples()

ELEMENTARY = {
    "exp": (precise(160, mpmath.exp), EDGE + cycle(N, lambda: uniform(-745, 709.7), lambda: sign() * spread(1e-20, 700), lambda: uniform(-1, 1))),
    "expm1": (precise(500, expm1), EDGE + cycle(N, lambda: uniform(-60, 709.7), lambda: sign() * spread(1e-320, 40), lambda: uniform(-2, 2))),
    "log": (precise(160, mpmath.log), cycle(N, lambda: spread(5e-324, 1.79e308), lambda: uniform(0.5, 2), lambda: near(1, 1e-11, 0.5), lambda: spread(1e-323, 1e-300))),
    "log1p": (precise(900, log1p), cycle(N, lambda: spread(1e-323, 1.79e308), lambda: uniform(-1, 1), lambda: sign() * spread(1e-20, 0.99), lambda: float("%.12g" % (spread(1e-11, 0.1) - 1)), lambda: uniform(0, 3))),
    "tanh": (precise(500, tanh), cycle(N, lambda: sign() * spread(1e-320, 30), lambda: uniform(-22, 22), lambda: uniform(-2, 2))),
    "sigmoid": (precise(160, lambda x: 1 / (1 + mpmath.exp(-x))), cycle(N, lambda: uniform(-745, 40), lambda: uniform(-5, 5), lambda: sign() * spread(1e-20, 700))),
    "softplus": (precise(1300, softplus), cycle(N, lambda: uniform(-745, 40), lambda: uniform(-5, 5), lambda: sign() * spread(1e-20, 700))),
    "sin": (precise(300, mpmath.sin), TRIG),
    "cos": (precise(300, mpmath.cos), TRIG),
    "pow": (precise(300, lambda x, y: mpmath.power(x, int(y) if y == int(y) else y)), pow_arguments(N)),
}

POSITIVE = (lambda: spread(1e-40, 1e40), lambda: uniform(0, 3), lambda: uniform(0, 20), lambda: spread(0.01, 100), lambda: near(1, 1e-11, 0.5),
            lambda: near(2, 1e-11, 0.5), lambda: near(1.46163214497, 1e-11, 0.4))
NEGATIVE = (lambda: -uniform(0, 20), lambda: -uniform(0, 1000), lambda: -spread(1e-20, 1), lambda: near(-rng.randint(1, 20), 1e-8, 0.5))
gammas = lambda n: [x for x in cycle(n, *POSITIVE) + cycle(n // 2, *NEGATIVE) if x > 0 or x != int(x)]

SPECIAL = {
    "erf": (precise(200, mpmath.erf), cycle(500, lambda: uniform(-6, 6), lambda: sign() * spread(1e-300, 6))),
    "erfc": (precise(200, mpmath.erfc), [5.0, 20.0] + cycle(700, lambda: uniform(-6, 27.2), lambda: uniform(0.3, 3), lambda: sign() * spread(1e-20, 27), lambda: uniform(25, 27.2))),
    "lgamma": (precise(300, lgamma), gammas(560) + [spread(1e-300, 1e305) for _ in range(50)]),
    "digamma": (precise(300, mpmath.digamma), gammas(400) + [spread(1e-300, 1e305) for _ in range(50)]),
    **{"polygamma%d" % m: (precise(300, lambda x, m=m: mpmath.polygamma(m, x)), gammas(200)) for m in range(1, 6)},
}


# Last, so that it does not change what the others draw.
ELEMENTARY["sech2"] = (precise(300, lambda x: 1 / mpmath.cosh(x) ** 2), cycle(N, lambda: uniform(-372, 372), lambda: sign() * spread(1e-20, 300), lambda: uniform(-2, 2)))


def row(f, x):
    x = x if isinstance(x, tuple) else (x,)
    value = f(*map(mpf, x))
    hi = float(value)
    return None if math.isinf(hi) else [*x, hi, float("%.2e" % float(value - hi))]


def table(functions):
    rows = {name: [r for r in (row(f, x) for x in xs) if r] for name, (f, xs) in functions.items()}
    return "{\n" + ",\n".join('"%s": %s' % (name, json.dumps(r, separators=(",", ":"))) for name, r in rows.items()) + "\n}\n"


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    for name, functions in (("elementary", ELEMENTARY), ("special", SPECIAL)):
        with open(os.path.join(here, name + ".json"), "w") as out:
            out.write(table(functions))
