/* Runs the kernels for the benchmark, one request a line:
 *   load KIND FILE INTEGERS…       the arrays of a case
 *   check FORM FILE                writes f and the gradient
 *   time FORM value|gradient MS    seconds of one evaluation, best of several batches
 * or, as a whole process: main gd FILE N D ITERATIONS STEP   gradient descent on W1, prints f. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kernels.h"

enum { ARRAYS = 16, BATCHES = 5 };

static char kind[32];
static int size[8];
static double *array[ARRAYS], *g, *spare[2];
static size_t length;
static Mlp net;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double *doubles(size_t n) {
  double *p = aligned_alloc(64, (8 * n + 63) / 64 * 64 + 64);
  if (!p) exit(3);
  memset(p, 0, 8 * n);
  return p;
}

/* A file: for each array its length as a double, then its numbers. */
static void read_arrays(const char *path) {
  FILE *file = fopen(path, "rb");
  double n;
  if (!file) exit(4);
  for (int k = 0; k < ARRAYS && fread(&n, 8, 1, file) == 1; k++) {
    free(array[k]);
    array[k] = doubles((size_t)n);
    if (fread(array[k], 8, (size_t)n, file) != (size_t)n) exit(5);
  }
  fclose(file);
}

static void load(const char *path) {
  read_arrays(path);
  int *s = size;
  if (!strcmp(kind, "mds")) length = (size_t)s[0] * s[1];
  else if (!strcmp(kind, "mlp")) {
    length = 0;
    for (int l = 0; l < 3; l++) length += (size_t)(s[l + 1] + 1) * s[l + 2];
  } else if (!strcmp(kind, "logistic")) length = s[1];
  else if (!strcmp(kind, "rosenbrock")) length = s[0];
  else if (!strcmp(kind, "chain")) length = 2;
  else length = (size_t)s[0] * s[1];
  free(g);
  g = doubles(length);
  for (int k = 0; k < 2; k++) {
    free(spare[k]);
    spare[k] = doubles(!strcmp(kind, "chain") ? 3 * (size_t)s[0] : 4096);
  }
  if (!strcmp(kind, "mlp")) {
    size_t largest = 0;
    double *at = g;
    net.batch = s[0];
    memcpy(net.width, s + 1, sizeof net.width);
    net.x = array[0];
    net.labels = array[1];
    for (int l = 0; l < 3; l++) {
      size_t weights = (size_t)net.width[l] * net.width[l + 1], outputs = (size_t)net.batch * net.width[l + 1];
      net.weight[l] = array[2 + 2 * l];
      net.bias[l] = array[3 + 2 * l];
      net.z[l] = doubles(outputs);
      net.dz[l] = doubles(outputs);
      net.dweight[l] = at;
      net.dbias[l] = at + weights;
      at += weights + net.width[l + 1];
      if (weights > largest) largest = weights;
    }
    net.room = doubles(largest);
  }
}

static double once(int form, int gradient) {
  int *s = size;
  if (!strcmp(kind, "mds"))
    return gradient ? mds_gradient(form, s[0], s[1], array[0], array[1], g) : mds_value(form, s[0], s[1], array[0], array[1]);
  if (!strcmp(kind, "mlp")) return mlp_run(&net, gradient);
  if (!strcmp(kind, "logistic"))
    return gradient ? logistic_gradient(s[0], s[1], array[1], array[2], array[0], g) : logistic_value(s[0], s[1], array[1], array[2], array[0]);
  if (!strcmp(kind, "rosenbrock")) return gradient ? rosenbrock_gradient(s[0], array[0], g) : rosenbrock_value(s[0], array[0]);
  if (!strcmp(kind, "chain"))
    return gradient ? chain_gradient(s[0], array[0][0], array[0][1], g, spare[0]) : chain_value(s[0], array[0][0], array[0][1]);
  /* Of a Jacobian, form 0 goes forward and 1 in reverse. */
  (form ? jacobian_reverse : jacobian_forward)(s[0], s[1], array[1], array[0], g, spare[0], spare[1]);
  return spare[0][0];
}

static volatile double kept;

static double seconds(int form, int gradient, double ms) {
  kept = once(form, gradient);
  double start = now();
  kept = once(form, gradient);
  double best = now() - start;
  if (best >= 1e-3 * ms) return best;
  double n = floor(1e-3 * ms / BATCHES / (best + 1e-9));
  best = INFINITY;
  int count = n < 1 ? 1 : n > 1e6 ? 1000000 : (int)n;
  for (int k = 0; k < BATCHES; k++) {
    start = now();
    for (int i = 0; i < count; i++) kept = once(form, gradient);
    double each = (now() - start) / count;
    if (each < best) best = each;
  }
  return best;
}

static int descend(char **argument) {
  read_arrays(argument[2]);
  int n = atoi(argument[3]), d = atoi(argument[4]), iterations = atoi(argument[5]);
  double step = atof(argument[6]), f = 0, *w = array[0], *slope = doubles((size_t)n * d);
  for (int k = 0; k < iterations; k++) {
    f = mds_gradient(0, n, d, w, array[1], slope);
    for (int i = 0; i < n * d; i++) w[i] -= step * slope[i];
  }
  printf("%.17g\n", f);
  return 0;
}

int main(int count, char **argument) {
  if (count == 7 && !strcmp(argument[1], "gd")) return descend(argument);
  static char line[4096], path[4000], what[16];
  int form;
  double ms;
  while (fgets(line, sizeof line, stdin)) {
    int used = 0;
    if (sscanf(line, "load %31s %3999s%n", kind, path, &used) == 2) {
      char *rest = line + used;
      for (int k = 0; k < 8; k++) size[k] = (int)strtol(rest, &rest, 10);
      load(path);
      puts("ok");
    } else if (sscanf(line, "check %d %3999s", &form, path) == 2) {
      double f = once(form, 1);
      FILE *file = fopen(path, "wb");
      if (!file) exit(4);
      fwrite(&f, 8, 1, file);
      fwrite(g, 8, length, file);
      fclose(file);
      puts("ok");
    } else if (sscanf(line, "time %d %15s %lf", &form, what, &ms) == 3)
      printf("%.9g\n", seconds(form, !strcmp(what, "gradient"), ms));
    else
      puts("what?");
    fflush(stdout);
  }
  return 0;
}
