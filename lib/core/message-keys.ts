import type chinese from "#messages/zh-CN.json";

type Leaves<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? Name : `${Name}.${Leaves<Tree[Name]>}`;
}[keyof Tree & string];

/** Every message's key, as messages/zh-CN.json has it: "income.post", "refused.filing.incomplete". */
export type MessageKey = Leaves<typeof chinese>;

type Parents<Key extends string> = Key extends `${infer First}.${infer Rest}`
  ? First | `${First}.${Parents<Rest>}`
  : never;

/** What messages stand under: "income", "refused.filing". */
export type Namespace = Parents<MessageKey>;

/** The keys under a namespace without it; the whole keys where there is none. */
export type KeyIn<Place extends Namespace | undefined> = Place extends Namespace
  ? MessageKey extends infer Key
    ? Key extends `${Place}.${infer Rest}`
      ? Rest
      : never
    : never
  : MessageKey;

/**
 * The key of what a form's schema says is wrong. Every message of ours in a schema has its words under
 * `invalid`, which messages.test.ts holds; zod's own have none, and are said as `invalid.unusable`.
 */
export const invalidKey = (message: string): MessageKey => `invalid.${message}` as MessageKey;

/** The words that a component in the browser needs: the names that it calls them by, and their keys. */
export type WordKeys = Readonly<Record<string, MessageKey>>;

/** What such a component is handed: the words by their names. */
export type Words<Keys extends WordKeys> = Readonly<Record<keyof Keys, string>>;
