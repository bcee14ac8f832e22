import { createHash } from "node:crypto";
import type { KeyIn } from "#lib/core/message-keys.ts";
import { compact } from "#lib/spreadsheets/cells.ts";
import type { Sentence } from "./diff.ts";

// What a file or a paste leaves open is asked, one sentence with choices each; nothing of it is taken before
// all are answered.

export type Choice = { value: string; says: Sentence };
export type Question = {
  /** Stable: the same doubt about the same words has the same key, in whichever file it comes. */
  key: string;
  says: Sentence;
  choices: Choice[];
  /**
   * Holds for the next file of that form too: what a heading or a name means, not what this file's row 7 is.
   */
  remembered: boolean;
};
/** By the key of a question, the value of the choice. */
export type Answers = Readonly<Record<string, string>>;

export const keyOf = (kind: string, ...about: readonly string[]): string =>
  `${kind}-${createHash("sha256").update(about.map(compact).join("\n")).digest("hex").slice(0, 12)}`;

export const says = (name: KeyIn<"intake.ask">, values: Sentence["values"] = {}): Sentence => ({
  key: `intake.ask.${name}`,
  values,
});
export function choice(value: KeyIn<"intake.answer">): Choice;
export function choice(value: string, name: KeyIn<"intake.answer">, values?: Sentence["values"]): Choice;
export function choice(value: string, name = value, values: Sentence["values"] = {}): Choice {
  // By the signatures the name stands among the answers.
  return { value, says: { key: `intake.answer.${name as KeyIn<"intake.answer">}`, values } };
}

/** Those that nobody has answered yet. */
export const openOf = (questions: readonly Question[], answers: Answers): Question[] =>
  questions.filter(({ key, choices }) => !choices.some(({ value }) => value === answers[key]));

/** Asks, unless the answer is known: then it gives it. */
export class Asking {
  /** Every question, the answered ones too. */
  readonly all: Question[] = [];
  private readonly answers: Answers;
  constructor(answers: Answers = {}) {
    this.answers = answers;
  }

  get open(): Question[] {
    return openOf(this.all, this.answers);
  }

  answer(question: Question): string | undefined {
    if (!this.all.some(({ key }) => key === question.key)) this.all.push(question);
    const given = this.answers[question.key];
    return question.choices.some(({ value }) => value === given) ? given : undefined;
  }
}
