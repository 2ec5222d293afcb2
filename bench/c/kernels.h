/* The workloads in C, by hand: what a program in this language would contain. All arrays row-major double; g is written, never added to.
 * `form` picks among ways to write the same loss: 0 straightforward, 1 structure of arrays, 2 by matrix products. */
#ifndef KERNELS_H
#define KERNELS_H

typedef struct {
  int batch, width[4];
  const double *x, *labels;       /* [batch, width[0]], class of each row */
  const double *weight[3], *bias[3];
  double *z[3], *dz[3];           /* [batch, width[l + 1]] */
  double *dweight[3], *dbias[3];  /* views of the gradient */
  double *room;                   /* of the largest weight */
} Mlp;

double mds_value(int form, int n, int d, const double *w, const double *D);
double mds_gradient(int form, int n, int d, const double *w, const double *D, double *g);
double mlp_run(const Mlp *net, int gradient);
double logistic_value(int m, int n, const double *a, const double *y, const double *w);
double logistic_gradient(int m, int n, const double *a, const double *y, const double *w, double *g);
double rosenbrock_value(int n, const double *x);
double rosenbrock_gradient(int n, const double *x, double *g);
double chain_value(int blocks, double a, double b);
double chain_gradient(int blocks, double a, double b, double *g, double *tape);
void jacobian_forward(int m, int n, const double *a, const double *x, double *j, double *y, double *v);
void jacobian_reverse(int m, int n, const double *a, const double *x, double *j, double *y, double *v);

#endif
