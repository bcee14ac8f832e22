import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { Reason } from "#app/_ui/reason.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { happenings, policy } from "#lib/access/policy.ts";
import { type TrailEvent, trail, trailPeople, verifyTrail } from "#lib/audit/queries/trail.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { localTime } from "#lib/core/dates.ts";
import { changesInWords } from "./sections/in-words.ts";
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

async function Events({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const inWords = await changesInWords();
  return (
    <TableScroll label={t("audit.title")}>
      <table className="grid-table">
        <caption className="sr-only">{t("audit.title")}</caption>
        <thead>
          <tr>
            <th scope="col" className="num">
              {t("audit.seq")}
            </th>
            <th scope="col">{t("audit.at")}</th>
            <th scope="col">{t("audit.person")}</th>
            <th scope="col">{t("audit.verb")}</th>
            <th scope="col">{t("audit.subject")}</th>
            <th scope="col">{t("audit.changes")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.seq}>
              <td className="num text-ink-3" title={event.hash}>
                {event.seq}
              </td>
              <td className="whitespace-nowrap">
                <time dateTime={event.at}>{localTime(event.at)}</time>
              </td>
              <td className="whitespace-nowrap">
                {event.actorName}
                <small className="block text-ink-3">
                  {knownWord(t, `role.${event.actorRole}`) ?? event.actorRole}
                </small>
                {event.address && (
                  <small className="block text-ink-3">
                    <span className="sr-only">{t("export.column.address")} </span>
                    {event.address}
                  </small>
                )}
              </td>
              <td className="whitespace-nowrap">{knownWord(t, `verb.${event.verb}`) ?? event.verb}</td>
              <td className="min-w-32">
                <Subject event={event} />
                <small className="block text-ink-3">
                  {knownWord(t, `audit.type.${event.subjectType}`) ?? event.subjectType}
                </small>
              </td>
              <td className="min-w-72">
                <Reason reason={event.reason} />
                <Changes changes={inWords(event.changes)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

const pageOf: Record<string, string> = {
  project: "/projects",
  village: "/villages",
  funding: "/funding/postings",
};

/** The subject's own page, where the auditor may open it. */
function Subject({ event }: { event: TrailEvent }) {
  if (event.subjectType === "export")
    return <Link href={`/exports/${event.subjectId ?? event.seq}`}>{event.subjectName}</Link>;
  const path = pageOf[event.subjectType];
  return path && event.subjectId ? (
    <Link href={`${path}/${event.subjectId}`}>{event.subjectName}</Link>
  ) : (
    event.subjectName
  );
}

const shown = 8;

type Change = ReturnType<Awaited<ReturnType<typeof changesInWords>>>[number];

/** Field by field, old → new; long lists fold. */
function Changes({ changes }: { changes: Change[] }) {
  const line = ({ key, name, before, after }: Change) => (
    <li key={key} className="flex flex-wrap gap-x-1.5">
      <span className="text-ink-3">{name}</span>
      {before !== "" && (
        <>
          <del className="break-all text-ink-3 no-underline">{before}</del>
          <span aria-hidden="true">→</span>
        </>
      )}
      <ins className="break-all no-underline">{after || "—"}</ins>
    </li>
  );
  return (
    <>
      <ul className="flex flex-wrap gap-x-4">{changes.slice(0, shown).map(line)}</ul>
      {changes.length > shown && (
        <details>
          <summary className="text-brand-ink">+{changes.length - shown}</summary>
          <ul className="flex flex-wrap gap-x-4">{changes.slice(shown).map(line)}</ul>
        </details>
      )}
    </>
  );
}
