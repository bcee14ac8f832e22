import { getTranslations, type Translator } from "#app/_server/i18n/translations.ts";
import type { ExceptionKind } from "#db/schema/funding.ts";
import type { Day } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";

/** What an exception is, in a sentence with its figures in yuan and fen. */
export function sentenceOf(t: Translator, exception: Exception): string {
  const { kind, stage, limit, twin, sinceOn, ageDays, contractOn, documentNo, postingIds } = exception;
  const amount = formatFen(exception.amountFen);
  const stageName = stage === null ? "" : t(`funding.stage.${stage}`);
  if (kind === "bothLists")
    return t(`exceptions.sentence.${twin?.linked ? "linked" : "apart"}`, {
      twin: `${twin?.number} ${twin?.name}`,
    });
  if (kind === "order" && limit === "acceptance") return t("exceptions.sentence.acceptance", { amount });
  return t(`exceptions.sentence.${kind}`, {
    amount,
    since: sinceOn,
    days: ageDays,
    documentNo,
    uses: postingIds.length,
    contract: contractOn ?? "none",
    stage: kind === "order" ? (stage ?? "plan") : stageName,
    limit: limit ?? "plan",
  });
}

// Shape and word, not colour alone: ■ money that may be wrong, ▲ papers to be looked at, ○ what was said
// already.
const shapes: Record<ExceptionKind, { shape: string; colour: string }> = {
  notReceived: { shape: "▲", colour: "text-warn" },
  overReceived: { shape: "■", colour: "text-bad" },
  beforeContract: { shape: "▲", colour: "text-warn" },
  sameDocument: { shape: "▲", colour: "text-warn" },
  order: { shape: "■", colour: "text-bad" },
  bothLists: { shape: "○", colour: "text-ink-2" },
  explained: { shape: "○", colour: "text-ink-2" },
};

export async function KindMark({
  exception: { kind, state },
}: {
  exception: Pick<Exception, "kind" | "state">;
}) {
  const t = await getTranslations("exceptions");
  const { shape, colour } = state === "open" ? shapes[kind] : shapes.explained;
  return (
    <span className={`font-semibold whitespace-nowrap ${colour}`}>
      {shape} {t(`kind.${kind}`)}
    </span>
  );
}

/** Who follows it up, by name: the office or the town, or the person of it. */
export async function OwnerName({
  exception,
  today,
}: {
  exception: Pick<Exception, "owner" | "town" | "state">;
  today: Day;
}) {
  const t = await getTranslations("exceptions");
  const { side, person, dueOn } = exception.owner;
  const from = side === "town" ? exception.town.name : t("owner.office");
  const late = exception.state === "open" && dueOn !== null && dueOn < today;
  return (
    <>
      {person ? t("ownerPerson", { from, name: person.name }) : from}
      {dueOn && (
        <small className={`block whitespace-nowrap ${late ? "font-semibold text-bad" : "text-ink-3"}`}>
          {t("dueOn", { on: dueOn })}
          {late && ` ■ ${t("overdue")}`}
        </small>
      )}
    </>
  );
}
