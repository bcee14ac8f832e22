import { useTranslations as useUntyped } from "next-intl";
import { getTranslations as getUntyped } from "next-intl/server";
import type { ReactNode } from "react";
import type { KeyIn, MessageKey, Namespace, WordKeys, Words } from "#lib/core/message-keys.ts";

type Values = Record<string, string | number>;
type Parts = Record<string, string | number | ((text: ReactNode) => ReactNode)>;

/** Says the messages of a namespace, or all: a key that the languages do not have is an error of its type. */
export type Translator<Key extends string = MessageKey> = {
  (key: Key, values?: Values): string;
  /** With elements around parts of it. */
  rich(key: Key, parts?: Parts): ReactNode;
  /** As it is written, for a script that fills it in. */
  raw(key: Key): string;
  has(key: string): boolean;
};

/**
 * The reader's words. next-intl's own types take each call apart and cost three times the checking of
 * everything else; these are one list of keys.
 */
export async function getTranslations(): Promise<Translator>;
export async function getTranslations<Place extends Namespace>(
  place: Place,
): Promise<Translator<KeyIn<Place>>>;
export async function getTranslations(place?: string): Promise<Translator> {
  return (await getUntyped(place)) as Translator;
}

/** The same for what is drawn a thousand times on a page and therefore does not wait. */
export const useTranslations = <Place extends Namespace>(place: Place): Translator<KeyIn<Place>> =>
  useUntyped(place) as unknown as Translator<KeyIn<Place>>;

/** Whether there is a message of a key that comes from what is recorded, typed or asked for. */
export const hasMessage = <Key extends string>(t: Translator<Key>, key: string): key is Key => t.has(key);

/**
 * The word of a key that comes from what is recorded; nothing where this build has none, as of a verb or a
 * code of another: whoever asks then shows what is recorded as it stands.
 */
export const knownWord = <Key extends string>(
  t: Translator<Key>,
  key: string,
  values?: Values,
): string | undefined => (hasMessage(t, key) ? t(key, values) : undefined);

/**
 * The words that a component in the browser is handed, by its own names for them; what has values to be
 * filled in there (`fill`) comes as it is written.
 */
export async function wordsFor<const Keys extends WordKeys>(keys: Keys): Promise<Words<Keys>> {
  const t = await getTranslations();
  const said = Object.entries(keys).map(([name, key]) => {
    const written = t.raw(key);
    return [name, written.includes("{") ? written : t(key)];
  });
  return Object.fromEntries(said) as Words<Keys>;
}
