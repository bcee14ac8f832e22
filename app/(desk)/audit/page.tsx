import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { happenings, policy } from "#lib/access/policy.ts";
import { trail, trailPeople, verifyTrail } from "#lib/audit/queries/trail.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { Events } from "./sections/events.tsx";
import { trailFilter } from "./sections/trail-filter.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("audit.read");
  const query = await searchParams;
  const t = await getTranslations();
  const { before, ...filter } = trailFilter(query);
  const { events, next } = await trail(ctx, filter, { before });
  return (
    <>
      <PageHead title={t("audit.title")}>
        <ChainState ctx={ctx} query={query} />
        <Link className="button no-print" href="/verify">
          {t("verify.title")}
        </Link>
        <PrintButton label={t("app.print")} />
      </PageHead>
      <TrailFilters ctx={ctx} query={query} />
      <section className="sheet">
        {events.length === 0 ? <Empty why="noMatch" /> : <Events events={events} />}
        {(before || next) && (
          <nav aria-label={t("app.pages")} className="no-print flex justify-end gap-2 px-4 py-3">
            {before && (
              <Link className="button" href={withQuery("/audit", query, { before: undefined })}>
                {t("funding.newest")}
              </Link>
            )}
            {next && (
              <Link className="button" rel="next" href={withQuery("/audit", query, { before: String(next) })}>
                {t("funding.older")}
              </Link>
            )}
          </nav>
        )}
      </section>
    </>
  );
}

/** The newest event's number and hash; on request the whole chain is walked. */
async function ChainState({ ctx, query }: { ctx: Ctx; query: Query }) {
  const t = await getTranslations("audit");
  const head = await headOf(ctx.db);
  if (one(query.verify) === undefined)
    return (
      <>
        <span className="chip" title={head.hash}>
          {t("head")} <b>{head.seq}</b> <code className="text-xs">{head.hash.slice(0, 12)}…</code>
        </span>
        <Link className="button no-print" href={withQuery("/audit", query, { verify: "1" })}>
          {t("verify")}
        </Link>
      </>
    );
  const { events, broken } = await verifyTrail(ctx.db, [head]);
  return (
    <p
      role="status"
      className={`rounded-md px-4 py-1.5 font-medium ${broken ? "bg-bad-bg text-bad" : "bg-ok-bg text-ok"}`}
    >
      {broken
        ? `■ ${t("broken", { seq: broken.seq, why: t(`why.${broken.why}`) })}`
        : `✓ ${t("sound", { events, seq: head.seq, hash: head.hash.slice(0, 12) })}`}
    </p>
  );
}

async function TrailFilters({ ctx, query }: { ctx: Ctx; query: Query }) {
  const t = await getTranslations();
  const people = (await trailPeople(ctx)).map((person) => ({
    value: String(person.id),
    label: `${person.name} (${person.username})`,
  }));
  const verbs = [...Object.keys(policy), ...happenings].map((verb) => ({
    value: verb,
    label: knownWord(t, `verb.${verb}`) ?? verb,
  }));
  return (
    <div className="sheet no-print mb-3.5">
      <Filters path="/audit">
        <FilterSelect
          name="person"
          label={t("audit.person")}
          value={one(query.person)}
          choices={[...people, { value: "operator", label: t("role.operator") }]}
        />
        <FilterSelect name="verb" label={t("audit.verb")} value={one(query.verb)} choices={verbs} />
        <FilterSelect
          name="subjectType"
          label={t("audit.subjectType")}
          value={one(query.subjectType)}
          choices={subjectTypes.map((value) => ({ value, label: t(`audit.type.${value}`) }))}
        />
        <FilterField label={t("audit.subject")}>
          <input
            type="search"
            name="subject"
            defaultValue={one(query.subject)}
            maxLength={60}
            placeholder={t("audit.subjectHint")}
            className="input"
          />
        </FilterField>
        <FilterField label={t("funding.from")}>
          <input type="date" name="from" defaultValue={one(query.from)} max={today(ctx)} className="input" />
        </FilterField>
        <FilterField label={t("funding.to")}>
          <input type="date" name="to" defaultValue={one(query.to)} max={today(ctx)} className="input" />
        </FilterField>
      </Filters>
    </div>
  );
}
