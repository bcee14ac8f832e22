import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { pageOf, type Query } from "#app/_ui/search-params.ts";
import { queryOf } from "#app/(desk)/funding/sections/selection.ts";
import type { Day } from "#lib/core/dates.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";
import type { Exceptions } from "#lib/funding/queries/exceptions.ts";
import { ExceptionTable } from "./exception-table.tsx";

const pageSize = 50;
type Props = { exceptions: Exceptions; filter: ExceptionFilter; query: Query; today: Day };

/** The exceptions of one page, or that there are none. */
export async function ExceptionPages({ exceptions: { rows }, filter, query, today }: Props) {
  if (rows.length === 0) return <NoExceptions filter={filter} />;
  const page = pageOf(query);
  return (
    <>
      <ExceptionTable rows={rows.slice((page - 1) * pageSize, page * pageSize)} today={today} />
      <Pager
        path="/funding/exceptions"
        query={queryOf(filter)}
        page={page}
        pageSize={pageSize}
        count={rows.length}
      />
    </>
  );
}

async function NoExceptions({ filter: { kind, owner, age, state } }: { filter: ExceptionFilter }) {
  const t = await getTranslations("exceptions");
  const narrowed = [kind, owner, age].some((value) => value !== undefined);
  return narrowed ? (
    <Empty why="noMatch" />
  ) : (
    <p className="px-4 pb-6 text-ink-2">✓ {t(state === "open" ? "none" : "noneExplained")}</p>
  );
}
