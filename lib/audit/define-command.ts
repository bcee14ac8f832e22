import type { Tx } from "#db/client.ts";
import { authorize, type Happening, may, type policy, type Verb, type Within } from "#lib/access/policy.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Conflict, Forbidden } from "#lib/core/errors.ts";
import type { Reason } from "#lib/core/fields.ts";
import { type Keyed, once } from "./store/once.ts";
import { type Head, record } from "./store/record.ts";

// What every command does, so that only what is its own stands in it: who may, once for each form, the
// version that was read, one transaction, and an event that remembers it last. Signing in is no command but
// a happening: nobody may anything yet (people/store/sessions.ts).

/** The types of what a command is called with: `input`, and what follows it. */
export type Takes<I, G extends readonly unknown[]> = { readonly input?: I; readonly given?: G };
/** Says what a command is called with: `command(ctx, input, ...given)`. Forms have parsed it. */
export const takes = <I, G extends readonly unknown[] = []>(): Takes<I, G> => ({});

/** Where a verb must be allowed; the command's own unless it names another. */
export type Place = Within & { verb?: Verb };

/** The version that now stands, who saved it, and its values by field of the form for whoever lost. */
export type Saved = {
  version: number;
  by: { name: string; at: string };
  current: Record<string, unknown>;
};

/** What the event tells: a command that must have a reason cannot leave it out. */
export type Audit<I> = {
  subject: Subject;
  before?: unknown;
  after?: unknown;
  /** Another name than the command's. */
  verb?: Verb | Happening;
} & (I extends { reason: Reason } ? { reason: Reason } : { reason?: string });

/** The answer with its event; `unchanged` where what was asked stood already and nothing was written. */
export type Done<T, I> = { result: T; audit: Audit<I> | "unchanged" };

/** What stands in the place of the input where a form's key is remembered: an input may hold a secret. */
export type Form = { form?: object };

type Asked<I, G, P> = { input: I; given: G; prepared: P };

type Steps<I, G extends readonly unknown[], P, L, T, R> = {
  /** Long work, hashing and files, before the transaction. Its `form` stands for the input. */
  prepare?: (ctx: Ctx, asked: { input: I; given: G }) => Promise<P>;
  /** The rows that it is about. @throws {NotFound} outside the actor's scope */
  load?: (tx: Tx, ctx: Ctx, asked: Asked<I, G, NoInfer<P>>) => Promise<L>;
  /** Where it must be allowed; everywhere of a list. */
  place?: (loaded: NoInfer<L>, ctx: Ctx, asked: Asked<I, G, NoInfer<P>>) => Place | readonly Place[];
  /** What stands, to compare with `input.version`; null where nothing does yet. It may refuse before. */
  version?: (loaded: NoInfer<L>, ctx: Ctx, asked: Asked<I, G, NoInfer<P>>) => Saved | null;
  /** Does it make sense, and the writing. */
  work: (tx: Tx, ctx: Ctx, asked: Asked<I, G, NoInfer<P>> & { loaded: NoInfer<L> }) => Promise<Done<T, I>>;
  /** What follows once it is committed. Without an event it was a repetition, or changed nothing. */
  after?: (
    ctx: Ctx,
    done: Asked<I, G, NoInfer<P>> & { result: NoInfer<T>; event: Head | null },
  ) => R | Promise<R>;
};

/** A place where its permission has one, a version where its form has one: the same in types. */
type Fitting<V extends Verb, I> = ((typeof policy)[V]["where"] extends "scope"
  ? { place: object }
  : { place?: undefined }) &
  (I extends { version: number } ? { version: object } : { version?: undefined });

/** What a command is made of. */
export type Definition<V extends Verb, I, G extends readonly unknown[], P, L, T, R> = {
  verb: V;
  input: Takes<I, G>;
  /** Whoever may do none of these anywhere hears so before anything is read; `true` for its own verb. */
  asksFirst?: true | readonly Verb[];
} & Steps<I, G, P, L, T, R>;

/** A command: one thing that a person does. */
export type Command<I, G extends readonly unknown[], R> = (ctx: Ctx, input: I, ...given: G) => Promise<R>;

const verbs = new WeakMap<object, Verb>();
/** The verb of a command; undefined for what `defineCommand` did not make. */
export const verbOfCommand = (value: unknown): Verb | undefined =>
  typeof value === "function" ? verbs.get(value) : undefined;

/**
 * Makes a command. It asks whether the actor may, on the loaded row; runs once for each form key; compares
 * the version; does the work; and records its event as the last thing in the same transaction.
 * @throws {Forbidden} {NotFound} {Conflict} {Refused}
 */
export function defineCommand<
  V extends Verb,
  I,
  G extends readonly unknown[],
  P = undefined,
  L = undefined,
  T = unknown,
  R = T,
>(definition: Definition<V, I, G, P, L, T, R> & Fitting<V, I>): Command<I, G, R> {
  const { verb, asksFirst } = definition;
  const steps: Steps<I, G, P, L, T, R> = definition;
  const command: Command<I, G, R> = async (ctx, input, ...given) => {
    if (asksFirst) requireAny(ctx, asksFirst === true ? [verb] : asksFirst);
    const prepared = (await steps.prepare?.(ctx, { input, given })) as P;
    const asked = { input, given, prepared };
    let event: Head | null = null;
    const result = await once(ctx, verb, formOf(input, prepared), async (tx) => {
      const loaded = (await steps.load?.(tx, ctx, asked)) as L;
      authorizeAt(ctx, verb, steps.place?.(loaded, ctx, asked));
      requireVersion(input, steps.version?.(loaded, ctx, asked));
      const done = await steps.work(tx, ctx, { ...asked, loaded });
      if (done.audit !== "unchanged") {
        const { verb: name = verb, subject, ...change } = done.audit;
        event = await record(tx, ctx, name, subject, change);
      }
      return done.result;
    });
    return steps.after ? steps.after(ctx, { ...asked, result, event }) : (result as unknown as R);
  };
  verbs.set(command, verb);
  return command;
}

/** @throws {Forbidden} unless the actor may do one of `verbs` somewhere. */
function requireAny({ actor }: Ctx, [first, ...others]: readonly Verb[]): void {
  if (first && ![first, ...others].some((verb) => may(actor, verb))) throw new Forbidden(first);
}

/** A permission without a place is about one's own account, or about no place at all. */
function authorizeAt({ actor }: Ctx, own: Verb, place: Place | readonly Place[] = []): void {
  const places = "length" in place ? place : [place];
  if (places.length === 0) authorize(actor, own, actor.id === null ? undefined : { personId: actor.id });
  for (const { verb = own, ...at } of places) authorize(actor, verb, at);
}

/** @throws {Conflict} with what now stands, unless the form was made from that version. */
function requireVersion(input: unknown, saved: Saved | null | undefined): void {
  if (!saved || saved.version === (input as { version: number }).version) return;
  throw new Conflict({ ...saved.current, version: saved.version }, saved.by);
}

const formOf = (input: unknown, prepared: unknown): Keyed =>
  ((prepared as Form | undefined)?.form ?? input ?? {}) as Keyed;
