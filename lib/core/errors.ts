import type { KeyIn } from "./message-keys.ts";

/** Values that a message may mention; amounts in fen end in `Fen` and are formatted where they are shown. */
export type Details = Record<string, string | number>;

/** What a refusal is called: a key under `refused`. */
export type RefusedCode = KeyIn<"refused">;

/**
 * An expected refusal: `code` is a key under `refused` in every language, `field` the input it is about.
 * Reaches the user as words, never as a crash.
 */
export class Refused extends Error {
  readonly code: RefusedCode;
  readonly details: Details;
  readonly field: string | undefined;
  constructor(code: RefusedCode, details: Details = {}, field?: string) {
    super(`Refused: ${code} ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
    this.field = field;
  }
}

/** A field that cannot be read at all: `code` is a key under `invalid`, as of a form that does not parse. */
export class Unreadable extends Error {
  readonly code: KeyIn<"invalid">;
  constructor(code: KeyIn<"invalid">) {
    super(`Unreadable: ${code}`);
    this.code = code;
  }
}

/** Several expected refusals at once, each about its own field. */
export class RefusedFields extends Refused {
  readonly fields: Readonly<Record<string, Refused | Unreadable>>;
  /** @param fields by name, at least one */
  constructor(fields: Readonly<Record<string, Refused | Unreadable>>) {
    const first = Object.values(fields).find((why) => why instanceof Refused);
    super(first?.code ?? "unexpected", first?.details, first?.field);
    this.fields = fields;
  }
}

/** Somebody saved first. `current` holds the values that now stand, by field, for the loser to compare. */
export class Conflict extends Refused {
  readonly current: Record<string, unknown>;
  constructor(current: Record<string, unknown>, by: { name: string; at: string }) {
    super("changedMeanwhile", { name: by.name, at: by.at });
    this.current = current;
  }
}

/** The actor may not do this at all, whatever the row. */
export class Forbidden extends Error {
  readonly verb: string;
  constructor(verb: string) {
    super(`Forbidden: ${verb}`);
    this.verb = verb;
  }
}

/** There is no such thing, or it lies outside the actor's scope: the two look the same. */
export class NotFound extends Error {
  constructor(what: string) {
    super(`Not found: ${what}`);
  }
}
