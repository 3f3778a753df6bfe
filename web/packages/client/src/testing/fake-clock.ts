import type { Clock, Timer } from '../clock.ts';

interface Appointment {
  readonly timer: Timer;
  readonly at: number;
  readonly action: () => void;
}

/** A clock that moves only when told to, and lets promises settle between two timers. */
export class FakeClock implements Clock {
  private appointments: Appointment[] = [];
  private nextTimer = 1;

  constructor(private time = Date.parse('2026-11-21T12:00:00.000Z')) {}

  now(): number {
    return this.time;
  }

  setTimeout(action: () => void, milliseconds: number): Timer {
    const timer = this.nextTimer++ as unknown as Timer;
    this.appointments.push({ timer, at: this.time + milliseconds, action });
    return timer;
  }

  clearTimeout(timer: Timer | undefined): void {
    this.appointments = this.appointments.filter((appointment) => appointment.timer !== timer);
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const due = this.appointments.filter((it) => it.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.clearTimeout(due.timer);
      this.time = Math.max(this.time, due.at);
      due.action();
      await settle();
    }
    this.time = end;
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4_000; turn++) await Promise.resolve();
}
