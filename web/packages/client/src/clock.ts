export type Timer = ReturnType<typeof setTimeout>;

/** Time as something to hand in, so that tests decide when it passes. */
export interface Clock {
  now(): number;
  setTimeout(action: () => void, milliseconds: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (action, milliseconds) => setTimeout(action, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
};
