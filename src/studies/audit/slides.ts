/**
 * The slides that the errata are on, by their titles, as docs/lecture.md has them; editions later than the one that is audited are named
 * where they say something else.
 */

interface Slide {
  readonly title: string;
  readonly english: string;
}

const slide = (title: string, english: string): Slide => ({ title, english });

export const slides = {
  jacobian: slide("Якобиан", "Jacobian"),
  summary: slide("Итог", "Summary"),
  taylor: slide("Аппроксимация Тейлора второго порядка", "Second-order Taylor approximation"),
  differentials: slide("Свойства дифференциалов", "Differential properties"),
  logForm: slide("Матричное дифференцирование. Пример 2", "Matrix calculus. Example 2"),
  mds: slide("Пример: задача многомерного шкалирования", "Example: multidimensional scaling"),
  map: slide("Пример: многомерное масштабирование", "Example: multidimensional scaling"),
  twoPoint: slide("Пример: градиентный спуск без градиента", "Example: gradient descent without gradient"),
  differences: slide("Пример: конечные разности", "Example: finite differences"),
  curse: slide("Проклятие размерности для методов нулевого порядка", "Curse of dimensionality, zero-order methods"),
  cost: slide("Конечные разности", "Finite differences"),
  forward: slide("Пример прямого режима автоматического дифференцирования", "Forward mode automatic differentiation example"),
  reverse: slide("Пример обратного режима автоматического дифференцирования", "Backward mode automatic differentiation example"),
  algorithm: slide("Алгоритм обратного режима автоматического дифференцирования", "Reverse mode automatic differentiation algorithm"),
  network: slide("Архитектура прямого распространения", "Feedforward Architecture"),
  hvp: slide("Произведение Гессиана на вектор без вычисления самого Гессиана", "Hessian-vector product without the Hessian"),
  trace: slide("Идея Хадчинсона для оценки следа матрицы", "Hutchinson's idea for the trace of a matrix"),
  checkpoints: slide("Чекпоинтинг", "Checkpointing"),
  not: slide("Чем автоматическое дифференцирование (AD) не является", "What automatic differentiation (AD) is NOT"),
} satisfies Record<string, Slide>;

export type SlideName = keyof typeof slides;

/** "«Якобиан» (Jacobian)" */
export const titled = (name: SlideName): string => `«${slides[name].title}» (${slides[name].english})`;
