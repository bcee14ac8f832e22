import { wordingOfDetails } from "#app/_server/actions/submit.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Flag } from "#lib/filing/rules/flags.ts";

/** 提示: each rule that a village's month falls under, by name and in a sentence with its figures. */
export async function FlagList({ flags }: { flags: readonly Flag[] }) {
  const t = await getTranslations("filing");
  const worded = await wordingOfDetails();
  if (flags.length === 0) return null;
  return (
    <ul className="grid gap-1 text-[12px]">
      {flags.map(({ kind, values }) => (
        <li key={kind}>
          <b className="font-semibold text-warn">▲ {t(`flag.${kind}`)}</b>{" "}
          <span className="text-ink-2">{t(`flagWhy.${kind}`, worded(values))}</span>
        </li>
      ))}
    </ul>
  );
}
