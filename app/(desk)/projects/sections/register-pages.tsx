import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { ProjectFilter } from "#lib/projects/input.ts";
import type { Register } from "#lib/projects/queries/register.ts";
import { NewProject } from "./register-actions.tsx";
import { RegisterTable } from "./register-table.tsx";

type Props = { ctx: Ctx; register: Register; query: Query; filter: ProjectFilter };

/** The rows of one page, or why there are none. */
export async function RegisterPages({ ctx, register, query, filter }: Props) {
  if (register.count === 0) return <NoRows ctx={ctx} register={register} query={query} />;
  return (
    <>
      <RegisterTable path="/projects" query={query} rows={register.rows} />
      <Pager
        path="/projects"
        query={query}
        page={register.page}
        pageSize={filter.size}
        count={register.count}
      />
    </>
  );
}

async function NoRows({ ctx, register, query }: Omit<Props, "filter">) {
  const t = await getTranslations("app");
  const narrowed = Object.keys(query).some(
    (each) => !["sort", "page", "size", "done"].includes(each) && one(query[each]),
  );
  return (
    <Empty why={register.isEmpty ? "none" : "noMatch"}>
      {register.isEmpty && !narrowed ? (
        <NewProject ctx={ctx} />
      ) : (
        <Link className="button" href="/projects">
          {t("reset")}
        </Link>
      )}
    </Empty>
  );
}
