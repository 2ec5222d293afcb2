/** The only place that reads a clock; everyone else is handed these. */

/** Seconds from an arbitrary origin, never going back. */
export const seconds = (): number => performance.now() / 1000;

/** The date and time now, ISO 8601 in UTC. */
export const timestamp = (): string => new Date().toISOString();
