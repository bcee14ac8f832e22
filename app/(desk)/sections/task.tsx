import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Month } from "#lib/core/dates.ts";

type Props = {
  name: ReactNode;
  /** One line of facts below the name. */
  children: ReactNode;
  late?: ReactNode;
  done: boolean;
  action?: { href: string; label: string; name: string } | undefined;
};

/** One task of the desk: what it is about, where it stands, and the one press that does it. */
export function Task({ name, children, late, done, action }: Props) {
  return (
    <li
      className={`grid min-h-16 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line px-4 py-2.5 ${done ? "bg-[#fafbfd]" : ""}`}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={done ? "text-ink-2" : "text-[15px] font-semibold"}>{name}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-[13px] text-ink-2">{children}</p>
        {late}
      </div>
      {action && (
        <Link
          href={action.href}
          aria-label={`${action.label} ${action.name}`}
          className={`button min-h-11! min-w-16 ${done ? "" : "border-brand! font-semibold text-brand-ink!"}`}
        >
          {action.label}
        </Link>
      )}
    </li>
  );
}

/**
 * Earlier months that are missing too, each with the way to it: the task's own press is about the month of
 * the desk.
 */
export async function LateMonths({
  months,
  to,
  name,
}: {
  months: readonly Month[];
  to: (month: Month) => string;
  name: string;
}) {
  const t = await getTranslations("desk");
  if (months.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-2 text-[13px] font-medium text-bad">
      {t("missing")}
      {months.map((month) => (
        <Link
          key={month}
          className="underline"
          href={to(month)}
          aria-label={`${t("report")} ${name} ${month}`}
        >
          {month}
        </Link>
      ))}
    </p>
  );
}

/** What is open; what is done is folded away, one press off, and unfolded where nothing else is left. */
export async function TaskList({ open, done }: { open: ReactNode[]; done: ReactNode[] }) {
  const t = await getTranslations("desk");
  return (
    <>
      <ul>{open}</ul>
      {done.length > 0 && (
        <details open={open.length === 0}>
          <summary className="min-h-11 border-t border-line px-4 py-2.5 text-[13px] text-ok">
            ✓ {t("doneTasks", { count: done.length })}
          </summary>
          <ul>{done}</ul>
        </details>
      )}
    </>
  );
}
