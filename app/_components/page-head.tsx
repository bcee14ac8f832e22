import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AsOf, PastRibbon } from "./as-of.tsx";
import { Link } from "./link.tsx";
import type { Query } from "./query.ts";

export type Crumb = { name: string; href?: string };

type Props = {
  title: ReactNode;
  /** From the district down; the last one is this page and may be left out. */
  crumbs?: Crumb[];
  /** Of a page that any past day can be asked of: its address, for the date control and the ribbon; `compare` leads to what changed since. */
  day?: { path: string; query: Query; compare?: string };
  /** What stands on the right: chips that say basis, data date and completeness, then buttons. */
  children?: ReactNode;
  /** `?done=` of the page that a form returned to: a key under `done` in the messages. */
  done?: string | string[] | undefined;
};

/** The head of every page. */
export async function PageHead({ title, crumbs = [], day, children, done }: Props) {
  const t = await getTranslations();
  return (
    <header className="mb-3.5">
      {typeof done === "string" && t.has(`done.${done}`) && (
        <p role="status" className="no-print mb-3 rounded-md bg-ok-bg px-4 py-2 font-medium text-[#096b46]">
          ✓ {t(`done.${done}`)}
        </p>
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
                      {crumb.name}
                    </Link>
                  ) : (
                    crumb.name
                  )}
                </span>
              ))}
            </nav>
          )}
          <h1>{title}</h1>
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {day && <AsOf {...day} />}
          {children}
        </div>
      </div>
      {day && <PastRibbon {...day} />}
    </header>
  );
}
