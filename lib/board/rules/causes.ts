import type { Verb } from "#lib/access/policy.ts";
import { type Day, dayOf } from "#lib/core/dates.ts";

// What turned something is found by replaying what was recorded, one act at a time, with the turn of each day
// between them: the act is named after which it stood otherwise, or the day. Never the newest act, which may
// have changed nothing (decision 0029).

/** Who did what, and when: ISO 8601 instant. */
export type Act = { at: string; name: string; verb: Verb };

/** What turned something: an act, or the turn of a day by itself. */
export type Cause = { act: Act } | { day: Day };

/** From one state to another, and what did it. */
export type Turn<S> = { from: S; to: S; cause: Cause };

/** A moment of a replay: after the first `acts` of the acts, on `day`. */
export type Moment = { acts: number; day: Day };

/** A span: from the evening of one day to that of another. Acts are those recorded in between. */
export type Span = { from: Day; to: Day };

/**
 * Every moment of a span at which something may turn: its beginning, the turn of each of its days, and each
 * act.
 * @param acts in order of time, with those before the span
 */
export function momentsOf(
  acts: readonly Pick<Act, "at">[],
  days: readonly Day[],
  { from, to }: Span,
): Moment[] {
  const on = acts.map(({ at }) => dayOf(new Date(at)));
  const before = on.filter((day) => day <= from).length;
  const until = on.filter((day) => day <= to).length;
  const turns = days.map((day) => ({ day, acts: null }));
  const done = on.slice(before, until).map((day, at) => ({ day, acts: before + at + 1 }));
  // A day turns before anything is done on it.
  const steps = [...turns, ...done].toSorted((a, b) =>
    a.day < b.day ? -1 : a.day > b.day ? 1 : (a.acts ?? 0) - (b.acts ?? 0),
  );
  const moments: Moment[] = [{ acts: before, day: from }];
  for (const step of steps)
    moments.push({ acts: step.acts ?? moments.at(-1)?.acts ?? before, day: step.day });
  return moments;
}

/**
 * A replay: its acts in order of time, the days that may turn it by themselves, and how it stood at a moment.
 */
export type Replay<S> = {
  acts: readonly Act[];
  days: readonly Day[];
  stateAt: (moment: Moment) => S;
  /** A day on which more than time turned: the act that it made take effect, such as a rule. */
  dueOn?: (day: Day, before: Moment) => Act | null;
};

const causeAt = <S>({ acts, dueOn }: Replay<S>, before: Moment, now: Moment): Cause => {
  const act = now.acts > before.acts ? acts[now.acts - 1] : dueOn?.(now.day, before);
  return act ? { act: { at: act.at, name: act.name, verb: act.verb } } : { day: now.day };
};

/**
 * The last turn of a span, after which it stood as it does at the end; `null` where it stood so all along.
 * Looks back no further.
 */
export function lastTurn<S>(replay: Replay<S>, span: Span): Turn<S> | null {
  const moments = momentsOf(replay.acts, replay.days, span);
  let now = moments.at(-1) as Moment;
  const to = replay.stateAt(now);
  for (const before of moments.slice(0, -1).toReversed()) {
    const from = replay.stateAt(before);
    if (from !== to) return { from, to, cause: causeAt(replay, before, now) };
    now = before;
  }
  return null;
}

/**
 * How it stood at the beginning of a span and how at its end, with what last turned it to that; `null` where
 * both are the same.
 */
export function changeOf<S>(replay: Replay<S>, span: Span): Turn<S> | null {
  const first = replay.stateAt(momentsOf(replay.acts, replay.days, span)[0] as Moment);
  const turn = lastTurn(replay, span);
  return turn && first !== turn.to ? { ...turn, from: first } : null;
}

/** Every turn of a span, oldest first. */
export function turnsOf<S>(replay: Replay<S>, span: Span): Turn<S>[] {
  const moments = momentsOf(replay.acts, replay.days, span);
  const states = moments.map(replay.stateAt);
  return moments.slice(1).flatMap((now, at) => {
    const [from, to] = [states[at] as S, states[at + 1] as S];
    return from === to ? [] : [{ from, to, cause: causeAt(replay, moments[at] as Moment, now) }];
  });
}
