import { localTime } from "#lib/core/dates.ts";

/**
 * How many of each are kept (RELIABILITY §1), and the newest few whatever their hour: they are the last
 * minutes.
 */
const kept = { newest: 5, hours: 24, days: 30, months: 12 } as const;

const hourMs = 3_600_000;

/**
 * Which copies stay: the newest five, the last of each of the 24 newest hours, 30 days and 12 months that
 * have any. Counting those that exist, and not back from now, a machine that stood still for a year loses
 * nothing when it is started.
 * @param instants when each was made, ISO 8601 UTC
 */
export function retainedOf(instants: readonly string[]): Set<string> {
  const newestFirst = [...new Set(instants)].toSorted().toReversed();
  const stay = new Set(newestFirst.slice(0, kept.newest));
  const lastOfEach = (slot: (instant: string) => string, most: number) => {
    const seen = new Set<string>();
    for (const instant of newestFirst) {
      if (seen.size === most && !seen.has(slot(instant))) return;
      if (!seen.has(slot(instant))) stay.add(instant);
      seen.add(slot(instant));
    }
  };
  lastOfEach((instant) => String(Math.floor(Date.parse(instant) / hourMs)), kept.hours);
  lastOfEach((instant) => localTime(instant).slice(0, 10), kept.days);
  lastOfEach((instant) => localTime(instant).slice(0, 7), kept.months);
  return stay;
}
