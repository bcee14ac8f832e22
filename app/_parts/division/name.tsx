import { useLocale } from "next-intl";
import { nameIn } from "#lib/divisions/rules/names.ts";

/** The name of a place or a post in the reader's language: 白交祠, in English "Baijiaoci 白交祠". */
export function Name({ of }: { of: string | undefined | null }) {
  const locale = useLocale();
  return <>{of && nameIn(locale, of)}</>;
}
