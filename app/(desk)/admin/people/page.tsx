import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, pageOf, type Query } from "#app/_ui/search-params.ts";
import { roles } from "#db/schema/people.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { peopleBy, personSorts, personStates } from "#lib/people/queries/people.ts";
import { PeopleTable } from "./sections/people-table.tsx";

const path = "/admin/people";
const pageSize = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("people") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("person.read");
  const query = await searchParams;
  const t = await getTranslations();
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const sort = one(query.sort) ?? "scope";
  const by = personSorts.find((name) => name === sort.replace(/^-/, ""));
  const state = personStates.find((each) => each === one(query.state));
  const { rows, count } = await peopleBy(ctx, {
    words: one(query.q)?.trim(),
    role: roles.find((role) => role === one(query.role)),
    within: towns.find((town) => town.code === one(query.town)),
    state,
    sort: by && { by, down: sort.startsWith("-") },
    page: pageOf(query),
    pageSize,
  });
  const filtered = Boolean(one(query.q) || one(query.role) || one(query.town) || one(query.state));
  return (
    <>
      <PageHead title={t("people.title")} done={query.done}>
        {may(ctx.actor, "person.create") && (
          <Link className="button button-primary" href={`${path}/new`}>
            {t("people.create")}
          </Link>
        )}
      </PageHead>
      <Awaiting ctx={ctx} />
      <div className="sheet">
        <Filters path={path} keep={{ sort: one(query.sort) }}>
          <FilterField label={t("people.words")}>
            <input
              name="q"
              type="search"
              defaultValue={one(query.q)}
              className="input w-44 max-phone:w-full"
              placeholder={t("people.wordsHint")}
            />
          </FilterField>
          <FilterSelect
            name="role"
            label={t("account.role")}
            value={one(query.role)}
            choices={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
          <FilterSelect
            name="town"
            label={t("level.town")}
            value={one(query.town)}
            choices={towns.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <FilterSelect
            name="state"
            label={t("people.state")}
            value={state}
            choices={personStates.map((value) => ({ value, label: t(`people.${value}`) }))}
          />
        </Filters>
        {rows.length === 0 ? (
          <Empty why={filtered ? "noMatch" : "none"} />
        ) : (
          <>
            <PeopleTable rows={rows} query={query} />
            <Pager path={path} query={query} page={pageOf(query)} pageSize={pageSize} count={count} />
          </>
        )}
      </div>
    </>
  );
}

/** The accounts that await a second person's word, above all others. */
async function Awaiting({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations("people");
  const { rows } = await peopleBy(ctx, { state: "awaiting", page: 1, pageSize: 10 });
  if (rows.length === 0) return null;
  return (
    <section className="sheet mb-3.5 border-warn px-4 py-3">
      <h2>{t("awaitingList")}</h2>
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {rows.map((person) => (
          <li key={person.id}>
            <Link className="link" href={`${path}/${person.id}`}>
              {person.name} ({person.username})
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
