import { addMonths, type Month } from "#lib/core/dates.ts";
import { getTranslations } from "../_server/i18n/translations.ts";
import { Link } from "./link.tsx";

type Props = {
  month: Month;
  /** The address of the page for another month. */
  to: (month: Month) => string;
  atWork: Month;
  /** The first and the last month that the page can be about. */
  first: Month;
  last: Month;
  /** The month that was asked for and has not begun: said, because another stands here. */
  notBegun?: Month | undefined;
  /** Beside what names the month: the steps alone, on a phone without their months. */
  compact?: boolean;
  /** Each step says itself on which day the month is seen, whatever day is shown now. */
  today?: boolean;
};

/** The month of a page: the one before and the one after are one click away, and so is the one at work. */
export async function MonthStep({
  month,
  to,
  atWork,
  first,
  last,
  notBegun,
  compact = false,
  today = false,
}: Props) {
  const t = await getTranslations("month");
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  const isNear = [before, month, after].includes(atWork);
  const step = { to, atWork, word: t("atWork"), compact, today };
  return (
    <nav
      aria-label={t("label")}
      className={`no-print flex items-center gap-1.5 ${compact ? "" : "flex-wrap"}`}
    >
      {notBegun && (
        <p role="note" className="text-[13px] text-warn">
          {t("notBegun", { asked: notBegun, month })}
        </p>
      )}
      {before >= first && <Step {...step} month={before} rel="prev" />}
      <span className={`chip ${compact ? "sr-only" : ""}`} aria-current="true">
        <b>{month}</b>
        {month === atWork && ` ${t("atWork")}`}
      </span>
      {after <= last && <Step {...step} month={after} rel="next" />}
      {!isNear && (
        <Link className={`button ${compact ? "max-phone:hidden" : ""}`} href={to(atWork)} today={today}>
          {t("toWork", { month: atWork })}
        </Link>
      )}
    </nav>
  );
}

type StepProps = Required<Pick<Props, "to" | "month" | "atWork" | "compact" | "today">> & {
  word: string;
  rel: "prev" | "next";
};

const Step = ({ to, month, atWork, word, compact, today, rel }: StepProps) => (
  <Link
    className={`button gap-1! ${compact ? "max-phone:min-w-11 max-phone:px-2!" : ""}`}
    href={to(month)}
    rel={rel}
    today={today}
  >
    {rel === "prev" && <span aria-hidden={compact}>‹</span>}
    <span className={compact ? "max-phone:sr-only" : undefined}>{month}</span>
    {month === atWork && (
      <span className={`text-xs text-ink-3 ${compact ? "max-phone:sr-only" : ""}`}>{word}</span>
    )}
    {rel === "next" && <span aria-hidden={compact}>›</span>}
  </Link>
);
