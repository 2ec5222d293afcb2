/** The slides that the errata are on, by their titles; editions later than the one that is audited are named where they say something else. */

interface Slide {
  readonly title: string;
  readonly english: string;
}

const slide = (title: string, english: string): Slide => ({ title, english });

export const slides = {
  jacobian: slide("Якобиан", "the Jacobian"),
  summary: slide("Итог", "summary"),
  taylor: slide("Аппроксимация Тейлора второго порядка", "second-order Taylor approximation"),
  differentials: slide("Свойства дифференциалов", "properties of differentials"),
  logForm: slide("Матричное дифференцирование. Пример 2", "matrix calculus, example 2"),
  mds: slide("Пример: задача многомерного шкалирования", "example: multidimensional scaling"),
  map: slide("Пример: многомерное масштабирование", "example: multidimensional scaling, figure 5"),
  twoPoint: slide("Пример: градиентный спуск без градиента", "example: gradient descent without gradient, figure 6"),
  differences: slide("Пример: конечные разности", "example: finite differences, figure 7"),
  curse: slide("Проклятие размерности для методов нулевого порядка", "the curse of dimensionality for zero-order methods"),
  cost: slide("Конечные разности", "finite differences"),
  forward: slide("Пример прямого режима автоматического дифференцирования", "example of forward mode"),
  reverse: slide("Пример обратного режима автоматического дифференцирования", "example of reverse mode"),
  algorithm: slide("Алгоритм обратного режима автоматического дифференцирования", "the algorithm of reverse mode"),
  network: slide("Архитектура прямого распространения", "feedforward architecture"),
  hvp: slide("Произведение Гессиана на вектор без вычисления самого Гессиана", "Hessian-vector products"),
  trace: slide("Идея Хадчинсона для оценки следа матрицы", "Hutchinson's estimate of the trace"),
  checkpoints: slide("Чекпоинтинг", "checkpointing"),
  not: slide("Чем автоматическое дифференцирование (AD) не является", "what AD is not"),
} satisfies Record<string, Slide>;

export type SlideName = keyof typeof slides;

/** "«Якобиан» (the Jacobian)" */
export const titled = (name: SlideName): string => `«${slides[name].title}» (${slides[name].english})`;
