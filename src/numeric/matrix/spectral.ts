/** Of a fixed step along exact gradients, the iterations to a relative target are a function of the spectrum and of x0 in its eigenvectors. */

/** 1, as they do not depend on n at a fixed spectrum; null for a step that is searched for, and for random estimates with E‖G − ∇f‖² = ω‖∇f‖² > 0. */
export const spectral = (step: number | string, omega: number): number | null =>
  omega === 0 && (step === "auto" || typeof step === "number") ? 1 : null;
