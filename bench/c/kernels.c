#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef BLAS
#include <cblas.h>
#endif

/* c[m, n] = op(a) op(b), inner dimension k; `room` holds a transposed b. */
static void product(int ta, int tb, int m, int n, int k, const double *restrict a, const double *restrict b, double *restrict c, double *restrict room) {
#ifdef BLAS
  (void)room;
  cblas_dgemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, m, n, k, 1, a, ta ? m : k, b, tb ? k : n, 0, c, n);
#else
  if (tb) {
    for (int p = 0; p < k; p++)
      for (int j = 0; j < n; j++) room[p * n + j] = b[j * k + p];
    b = room;
  }
  memset(c, 0, sizeof(double) * m * n);
  if (ta) {
    for (int p = 0; p < k; p++)
      for (int i = 0; i < m; i++) {
        double x = a[p * m + i];
        for (int j = 0; j < n; j++) c[i * n + j] += x * b[p * n + j];
      }
  } else {
    for (int i = 0; i < m; i++)
      for (int p = 0; p < k; p++) {
        double x = a[i * k + p];
        for (int j = 0; j < n; j++) c[i * n + j] += x * b[p * n + j];
      }
  }
#endif
}

/* ---- W1: sum over ordered pairs of (|w_i - w_j|^2 - D_ij)^2 ---- */

static double mds_value_direct(int n, int d, const double *restrict w, const double *restrict D) {
  double s = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double r = 0;
      for (int k = 0; k < d; k++) {
        double t = w[i * d + k] - w[j * d + k];
        r += t * t;
      }
      double e = r - D[i * n + j];
      s += e * e;
    }
  return s;
}

static double mds_gradient_direct(int n, int d, const double *restrict w, const double *restrict D, double *restrict g) {
  double s = 0;
  memset(g, 0, sizeof(double) * n * d);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double r = 0;
      for (int k = 0; k < d; k++) {
        double t = w[i * d + k] - w[j * d + k];
        r += t * t;
      }
      double e = r - D[i * n + j];
      s += e * e;
      double c = 4 * e;
      for (int k = 0; k < d; k++) {
        double t = c * (w[i * d + k] - w[j * d + k]);
        g[i * d + k] += t;
        g[j * d + k] -= t;
      }
    }
  return s;
}

/* Room that grows and stays: the kernels below are called again and again. */
static double *room(int which, size_t elements) {
  static double *at[4];
  static size_t have[4];
  if (have[which] < elements) {
    at[which] = realloc(at[which], sizeof(double) * elements);
    have[which] = elements;
  }
  return at[which];
}

/* One coordinate after the other, contiguous in j. */
static double mds_by_coordinates(int n, int d, const double *restrict w, const double *restrict D, double *restrict g) {
  double *restrict t = room(0, (size_t)n * d), *restrict dt = room(1, (size_t)n * d), *restrict e = room(2, n);
  for (int i = 0; i < n; i++)
    for (int k = 0; k < d; k++) t[k * n + i] = w[i * d + k];
  memset(dt, 0, sizeof(double) * n * d);
  double s = 0;
  if (d == 2) {
    const double *restrict x = t, *restrict y = t + n;
    double *restrict dx = dt, *restrict dy = dt + n;
    for (int i = 0; i < n; i++) {
      const double *restrict row = D + (size_t)i * n;
      double xi = x[i], yi = y[i], sum = 0, gx = 0, gy = 0;
      for (int j = 0; j < n; j++) {
        double p = xi - x[j], q = yi - y[j], r = p * p + q * q - row[j], c = 4 * r;
        sum += r * r;
        gx += c * p;
        gy += c * q;
        dx[j] -= c * p;
        dy[j] -= c * q;
      }
      s += sum;
      dx[i] += gx;
      dy[i] += gy;
    }
  } else {
    for (int i = 0; i < n; i++) {
      const double *restrict row = D + (size_t)i * n;
      for (int j = 0; j < n; j++) e[j] = -row[j];
      for (int k = 0; k < d; k++) {
        double x = t[k * n + i];
        for (int j = 0; j < n; j++) {
          double p = x - t[k * n + j];
          e[j] += p * p;
        }
      }
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += e[j] * e[j];
        e[j] *= 4;
      }
      s += sum;
      if (g)
        for (int k = 0; k < d; k++) {
          double x = t[k * n + i], total = 0;
          for (int j = 0; j < n; j++) {
            double p = e[j] * (x - t[k * n + j]);
            total += p;
            dt[k * n + j] -= p;
          }
          dt[k * n + i] += total;
        }
    }
  }
  if (g)
    for (int i = 0; i < n; i++)
      for (int k = 0; k < d; k++) g[i * d + k] = dt[k * n + i];
  return s;
}

/* |w_i|^2 + |w_j|^2 - 2 w_i w_j by one product of matrices; the gradient by another. */
static double mds_by_products(int n, int d, const double *restrict w, const double *restrict D, double *restrict g) {
  double *restrict gram = room(0, (size_t)n * n), *restrict spare = room(1, (size_t)n * d);
  double *restrict length = room(2, n), *restrict sums = room(3, n);
  for (int i = 0; i < n; i++) {
    double a = 0;
    for (int k = 0; k < d; k++) a += w[i * d + k] * w[i * d + k];
    length[i] = a;
    sums[i] = 0;
  }
  product(0, 1, n, n, d, w, w, gram, spare);
  double s = 0;
  for (int i = 0; i < n; i++) {
    double *restrict row = gram + (size_t)i * n;
    const double *restrict target = D + (size_t)i * n;
    double sum = 0, total = 0;
    for (int j = 0; j < n; j++) {
      double e = length[i] + length[j] - 2 * row[j] - target[j];
      sum += e * e;
      row[j] = 4 * e;
      total += 4 * e;
      sums[j] += 4 * e;
    }
    s += sum;
    sums[i] += total;
  }
  if (!g) return s;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < i; j++) gram[i * n + j] = gram[j * n + i] = gram[i * n + j] + gram[j * n + i];
    gram[i * n + i] *= 2;
  }
  product(0, 0, n, d, n, gram, w, g, spare);
  for (int i = 0; i < n; i++)
    for (int k = 0; k < d; k++) g[i * d + k] = sums[i] * w[i * d + k] - g[i * d + k];
  return s;
}

double mds_value(int form, int n, int d, const double *w, const double *D) {
  return form == 2 ? mds_by_products(n, d, w, D, 0) : form == 1 ? mds_by_coordinates(n, d, w, D, 0) : mds_value_direct(n, d, w, D);
}
double mds_gradient(int form, int n, int d, const double *w, const double *D, double *g) {
  return form == 2 ? mds_by_products(n, d, w, D, g) : form == 1 ? mds_by_coordinates(n, d, w, D, g) : mds_gradient_direct(n, d, w, D, g);
}

/* ---- W2: mean cross entropy of softmax(tanh(tanh(x W1 + b1) W2 + b2) W3 + b3) ---- */

double mlp_run(const Mlp *net, int gradient) {
  int batch = net->batch;
  const double *h = net->x;
  for (int l = 0; l < 3; l++) {
    int n = net->width[l + 1];
    double *restrict z = net->z[l];
    product(0, 0, batch, n, net->width[l], h, net->weight[l], z, net->room);
    for (int i = 0; i < batch; i++)
      for (int j = 0; j < n; j++) z[i * n + j] += net->bias[l][j];
    if (l < 2)
      for (int i = 0; i < batch * n; i++) z[i] = tanh(z[i]);
    h = z;
  }
  int classes = net->width[3];
  double loss = 0;
  for (int i = 0; i < batch; i++) {
    const double *restrict z = net->z[2] + i * classes;
    double *restrict p = net->dz[2] + i * classes;
    double top = z[0], s = 0;
    for (int j = 1; j < classes; j++)
      if (z[j] > top) top = z[j];
    for (int j = 0; j < classes; j++) s += p[j] = exp(z[j] - top);
    int label = (int)net->labels[i];
    loss += log(s) + top - z[label];
    if (gradient) {
      double r = 1 / (s * batch);
      for (int j = 0; j < classes; j++) p[j] *= r;
      p[label] -= 1.0 / batch;
    }
  }
  loss /= batch;
  if (!gradient) return loss;
  for (int l = 2; l >= 0; l--) {
    int n = net->width[l + 1], k = net->width[l];
    const double *before = l > 0 ? net->z[l - 1] : net->x;
    const double *restrict dz = net->dz[l];
    double *restrict db = net->dbias[l];
    product(1, 0, k, n, batch, before, dz, net->dweight[l], net->room);
    memset(db, 0, sizeof(double) * n);
    for (int i = 0; i < batch; i++)
      for (int j = 0; j < n; j++) db[j] += dz[i * n + j];
    if (l > 0) {
      double *restrict dh = net->dz[l - 1];
      product(0, 1, batch, k, n, dz, net->weight[l], dh, net->room);
      for (int i = 0; i < batch * k; i++) dh[i] *= 1 - before[i] * before[i];
    }
  }
  return loss;
}

/* ---- W3: mean log(1 + exp(-y_i a_i w)) ---- */

double logistic_value(int m, int n, const double *restrict a, const double *restrict y, const double *restrict w) {
  double loss = 0;
  for (int i = 0; i < m; i++) {
    const double *restrict row = a + (size_t)i * n;
    double z = 0;
    for (int j = 0; j < n; j++) z += row[j] * w[j];
    double t = -y[i] * z;
    loss += (t > 0 ? t : 0) + log1p(exp(-fabs(t)));
  }
  return loss / m;
}

double logistic_gradient(int m, int n, const double *restrict a, const double *restrict y, const double *restrict w, double *restrict g) {
  double loss = 0;
  memset(g, 0, sizeof(double) * n);
  for (int i = 0; i < m; i++) {
    const double *restrict row = a + (size_t)i * n;
    double z = 0;
    for (int j = 0; j < n; j++) z += row[j] * w[j];
    double t = -y[i] * z, e = exp(-fabs(t));
    loss += (t > 0 ? t : 0) + log1p(e);
    double c = -y[i] * (t > 0 ? 1 : e) / (1 + e) / m;
    for (int j = 0; j < n; j++) g[j] += c * row[j];
  }
  return loss / m;
}

/* ---- W4: sum 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, and a long scalar recurrence ---- */

double rosenbrock_value(int n, const double *restrict x) {
  double s = 0;
  for (int i = 0; i + 1 < n; i++) {
    double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    s += 100 * a * a + b * b;
  }
  return s;
}

double rosenbrock_gradient(int n, const double *restrict x, double *restrict g) {
  double s = 0;
  memset(g, 0, sizeof(double) * n);
  for (int i = 0; i + 1 < n; i++) {
    double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    s += 100 * a * a + b * b;
    g[i] += -400 * a * x[i] - 2 * b;
    g[i + 1] += 200 * a;
  }
  return s;
}

/* u = b log a; a <- 0.3 (u + sqrt u) + 1.2: six operations a block */
double chain_value(int blocks, double a, double b) {
  for (int k = 0; k < blocks; k++) {
    double u = b * log(a);
    a = (u + sqrt(u)) * 0.3 + 1.2;
  }
  return a;
}

/* tape: [3, blocks] */
double chain_gradient(int blocks, double a, double b, double *restrict g, double *restrict tape) {
  double *restrict at = tape, *restrict logs = tape + blocks, *restrict roots = tape + 2 * blocks;
  for (int k = 0; k < blocks; k++) {
    at[k] = a;
    logs[k] = log(a);
    double u = b * logs[k];
    roots[k] = sqrt(u);
    a = (u + roots[k]) * 0.3 + 1.2;
  }
  double da = 1, db = 0;
  for (int k = blocks - 1; k >= 0; k--) {
    double s = da * 0.3, du = s + s * 0.5 / roots[k];
    db += du * logs[k];
    da = du * b / at[k];
  }
  g[0] = da;
  g[1] = db;
  return a;
}

/* ---- W5: the Jacobian of tanh(A x), one direction at a time ---- */

static void layer(int m, int n, const double *restrict a, const double *restrict x, double *restrict y) {
  for (int i = 0; i < m; i++) {
    double z = 0;
    for (int j = 0; j < n; j++) z += a[i * n + j] * x[j];
    y[i] = tanh(z);
  }
}

void jacobian_forward(int m, int n, const double *restrict a, const double *restrict x, double *restrict jac, double *restrict y, double *restrict v) {
  layer(m, n, a, x, y);
  memset(v, 0, sizeof(double) * n);
  for (int c = 0; c < n; c++) {
    v[c] = 1;
    for (int i = 0; i < m; i++) {
      double z = 0;
      for (int j = 0; j < n; j++) z += a[i * n + j] * v[j];
      jac[i * n + c] = z * (1 - y[i] * y[i]);
    }
    v[c] = 0;
  }
}

void jacobian_reverse(int m, int n, const double *restrict a, const double *restrict x, double *restrict jac, double *restrict y, double *restrict v) {
  layer(m, n, a, x, y);
  memset(v, 0, sizeof(double) * m);
  for (int c = 0; c < m; c++) {
    double *restrict row = jac + (size_t)c * n;
    v[c] = 1;
    memset(row, 0, sizeof(double) * n);
    for (int i = 0; i < m; i++) {
      double t = v[i] * (1 - y[i] * y[i]);
      for (int j = 0; j < n; j++) row[j] += t * a[i * n + j];
    }
    v[c] = 0;
  }
}
