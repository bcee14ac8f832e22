import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Reason } from "#app/_ui/reason.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";
import { localTime } from "#lib/core/dates.ts";
import { changesInWords } from "./in-words.ts";

/** The trail's events, newest first: who did what to what, and what it changed. */
export async function Events({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const inWords = await changesInWords();
  return (
    <Table
      label={t("audit.title")}
      rows={events}
      rowKey={({ seq }) => seq}
      columns={[
        {
          kind: "count",
          head: t("audit.seq"),
          look: "text-ink-3",
          attributes: ({ hash }) => ({ title: hash }),
          cell: "seq",
        },
        {
          kind: "line",
          head: t("audit.at"),
          cell: ({ at }) => <time dateTime={at}>{localTime(at)}</time>,
        },
        {
          kind: "line",
          head: t("audit.person"),
          cell: ({ actorName, actorRole, address }) => (
            <>
              {actorName}
              <small className="block text-ink-3">{knownWord(t, `role.${actorRole}`) ?? actorRole}</small>
              {address && (
                <small className="block text-ink-3">
                  <span className="sr-only">{t("export.column.address")} </span>
                  {address}
                </small>
              )}
            </>
          ),
        },
        {
          kind: "line",
          head: t("audit.verb"),
          cell: ({ verb }) => knownWord(t, `verb.${verb}`) ?? verb,
        },
        {
          head: t("audit.subject"),
          look: "min-w-32",
          cell: (event) => <Subject event={event} />,
          small: (event) => knownWord(t, `audit.type.${event.subjectType}`) ?? event.subjectType,
        },
        {
          head: t("audit.changes"),
          look: "min-w-72",
          cell: ({ reason, changes }) => (
            <>
              <Reason reason={reason} />
              <Changes changes={inWords(changes)} />
            </>
          ),
        },
      ]}
    />
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
