import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { seen } from "../actions.ts";
import { changesInWords } from "../audit/sections/in-words.ts";

type Props = { events: TrailEvent[]; count: number; done: string | string[] | undefined };

/**
 * What changed of who may do what, until the auditor says that they have seen it; each leads to its event.
 */
export async function Notices({ events, count, done }: Props) {
  const t = await getTranslations();
  const inWords = await changesInWords();
  const last = events.at(-1);
  return (
    <>
      <PageHead title={t("notices.title")} done={done}>
        <Link className="button" href="/board">
          {t("nav.board")}
        </Link>
      </PageHead>
      <section className="sheet">
        <header className="sheet-head">
          <h2>{t("notices.list")}</h2>
          <span className="note">{t("notices.note")}</span>
        </header>
        <ol className="divide-y divide-line">
          {events.map((event) => (
            <li key={event.seq} className="px-4 py-2.5 text-[13px]">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <Link className="link font-semibold" href={`/audit?before=${event.seq + 1}`}>
                  {knownWord(t, `verb.${event.verb}`) ?? event.verb} · {event.subjectName}
                </Link>
                <span className="text-ink-2">
                  {event.actorName} <time dateTime={event.at}>{minuteOf(event.at)}</time>
                </span>
              </p>
              <ul className="mt-0.5 flex flex-wrap gap-x-4">
                {inWords(event.changes).map(({ key, name, before, after }) => (
                  <li key={key}>
                    <span className="text-ink-3">{name}</span> {before && `${before} → `}
                    {after || t("app.none")}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
        <footer className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">
          <Form action={seen} short submitLabel={t("notices.seen", { count: events.length })}>
            <HiddenField name="through" value={last?.seq ?? 0} />
            <HiddenField name="key" value={crypto.randomUUID()} />
          </Form>
          {count > events.length && (
            <span className="note">{t("notices.more", { count: count - events.length })}</span>
          )}
        </footer>
      </section>
    </>
  );
}
