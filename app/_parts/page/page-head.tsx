import { randomUUID } from "node:crypto";
import type { ReactNode } from "react";
import { isAnswering } from "#app/_server/api/answering.ts";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, hasMessage } from "#app/_server/i18n/translations.ts";
import { ClosedNote } from "#app/_ui/closed.tsx";
import { DoneNote } from "#app/_ui/done-note.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PastRibbon } from "../board/past-ribbon.tsx";
import { type View, ViewPanel } from "../board/view-panel.tsx";

export type Crumb = { name: string; href?: string };

type Props = {
  title: ReactNode;
  /** From the district down; the last one is this page and may be left out. */
  crumbs?: Crumb[];
  /**
   * Of a page that any past day can be asked of: how it is seen, for the line and the ribbon; `compare` leads
   * to what changed since.
   */
  day?: View & { compare?: string };
  /** The same of a page that chooses otherwise: a `Panel`. */
  seen?: ReactNode;
  /** What stands beside that line: completeness, the step to another month. */
  beside?: ReactNode;
  /** What the page is there for: buttons. */
  children?: ReactNode;
  /** What else it can do, behind one button: a `Menu` or `Besides`. */
  besides?: ReactNode;
  /** `?done=` of the page that a form returned to: a key under `done` in the messages. */
  done?: string | string[] | undefined;
};

/**
 * The head of every page: where, and in one line how it is seen, how complete that is, and what can be done.
 */
export async function PageHead({ title, crumbs = [], day, seen, beside, children, besides, done }: Props) {
  const t = await getTranslations();
  const named = await naming();
  const doneKey = `done.${done}`;
  return (
    <header className="mb-3.5">
      <ClosedNote />
      {hasMessage(t, doneKey) && !(await isAnswering()) && (
        <DoneNote stamp={randomUUID()}>{t(doneKey)}</DoneNote>
      )}
      <div className="flex flex-wrap items-end gap-x-3.5 gap-y-2">
        <div className="min-w-0">
          {crumbs.length > 0 && (
            <nav aria-label={t("app.path")} className="mb-0.5 text-xs text-ink-2">
              {crumbs.map((crumb, index) => (
                <span key={`${crumb.href}${crumb.name}`}>
                  {index > 0 && " / "}
                  {crumb.href ? (
                    <Link className="hover:text-brand-ink hover:underline" href={crumb.href}>
                      {named(crumb.name)}
                    </Link>
                  ) : (
                    named(crumb.name)
                  )}
                </span>
              ))}
            </nav>
          )}
          <h1>{typeof title === "string" ? named(title) : title}</h1>
        </div>
        <div className="head-line">
          {day ? <ViewPanel {...day} /> : seen}
          {beside && <div className="head-beside">{beside}</div>}
          {children}
          {besides && <div className="head-besides">{besides}</div>}
        </div>
      </div>
      {day && <PastRibbon path={day.path} query={day.query} compare={day.compare} />}
    </header>
  );
}
