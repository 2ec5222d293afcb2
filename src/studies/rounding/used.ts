/** |error| ÷ bound: 1 and less where the bound holds. */

/** 0 where there is no error, whatever the bound. */
export const used = (error: number, bound: number): number => (error === 0 ? 0 : Math.abs(error) / bound);
