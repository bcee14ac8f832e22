import type { Metadata } from "next";
import { PastRibbon } from "#app/_parts/board/past-ribbon.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { isAnswering } from "#app/_server/api/answering.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewHref } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { commentsOn, frozen, type MeetingRoom, meetingRoom } from "#lib/meetings/queries/meetings.ts";
import { FullScreen, PresenterKeys } from "./sections/keys.tsx";
import { Opening } from "./sections/opening.tsx";
import "./sections/presenter.css";
import { ProjectScreen } from "./sections/project-screen.tsx";
import { CommentForm, Said } from "./sections/said.tsx";
import { VillageScreen } from "./sections/village-screen.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meeting"))("title") };
}

/**
 * One item a screen: 0 is the opening summary, 1 to N the agenda, then come the minutes. Figures are those of
 * the meeting's start.
 */
export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const room = await orNotFound(meetingRoom(ctx, Number((await params).id) || 0));
  const t = await getTranslations();
  const { meeting, agenda } = room;
  const at = Math.min(Math.max(0, Math.floor(Number(one(query.item))) || 0), agenda.length);
  const current = agenda[at - 1];
  const path = `/board/meetings/${meeting.id}`;
  const places = [
    ...Array.from({ length: agenda.length + 1 }, (_, item) => viewHref(`${path}?item=${item}`)),
    viewHref(`${path}/minutes`),
  ];
  const about = current && subjectOf(current.item);
  const comments = about ? await commentsOn(ctx, about) : []; // of the present: only figures stand still
  const said = (
    <Said
      comments={comments}
      meetingId={meeting.id}
      saved={query.done === "commented" && !(await isAnswering())}
    />
  );
  const mayWrite =
    current &&
    meeting.endedAt === null &&
    may(ctx.actor, "comment.write", { divisionCode: codeOf(current.item) });
  return (
    <main id="main" className="presenter">
      <Head room={room} demonstration={await isDemonstration(ctx.db)} />
      <section
        className="presenter-screen"
        aria-label={at === 0 ? t("meeting.opening") : t("meeting.item", { at, of: agenda.length })}
      >
        <PastRibbon path={path} query={query} />
        {!current && <Opening room={room} places={places} />}
        {current?.item.kind === "project" && (
          <ProjectScreen ctx={frozen(ctx, meeting)} id={current.item.project.id} said={said} />
        )}
        {current?.item.kind === "village" && (
          <VillageScreen ctx={frozen(ctx, meeting)} item={current.item} year={room.board.year} said={said} />
        )}
      </section>
      <div className="presenter-bottom">
        {about && mayWrite && (
          <CommentForm about={Object.entries(about)[0] as [string, number]} meetingId={meeting.id} at={at} />
        )}
        <footer className="presenter-foot">
          <Step href={places[at - 1]} label={t("meeting.previous")} sign="←" />
          <Strip room={room} at={at} places={places} />
          <Step
            href={places[at + 1]}
            label={t(at === agenda.length ? "meeting.toMinutes" : "meeting.next")}
            sign="→"
          />
        </footer>
      </div>
      <PresenterKeys
        at={at}
        last={agenda.length}
        places={places}
        leave={viewHref(withQuery("/board/meetings", { node: meeting.division.code }))}
      />
    </main>
  );
}

type Item = MeetingRoom["agenda"][number]["item"];
const subjectOf = (item: Item) =>
  item.kind === "project" ? { projectId: item.project.id } : { villageId: item.village.id };
const codeOf = (item: Item) => (item.kind === "project" ? item.project.townCode : item.village.code);

async function Head({ room: { meeting }, demonstration }: { room: MeetingRoom; demonstration: boolean }) {
  const t = await getTranslations();
  const time = (instant: string) => minuteOf(instant);
  return (
    <header className="presenter-head">
      <p className="min-w-0 flex-1 basis-60">
        <b className="block truncate">{meeting.title}</b>
        <span className="note block">
          <Name of={meeting.division.name} /> · {t("meeting.frozenAt", { at: time(meeting.startedAt) })}
          {meeting.endedAt !== null && ` · ${t("meeting.ended", { at: time(meeting.endedAt) })}`}
        </span>
      </p>
      {demonstration && (
        <span className="rounded bg-demo-bg px-2 py-0.5 text-xs text-demo">{t("app.demo")}</span>
      )}
      <span className="note max-xl:hidden">{t("meeting.keys")}</span>
      <FullScreen label={t("meeting.fullScreen")} />
      <Link className="button presenter-button" href={`/board/meetings/${meeting.id}/minutes`}>
        {t("meeting.minutes")}
      </Link>
      <Link
        className="button presenter-button"
        href={withQuery("/board/meetings", { node: meeting.division.code })}
      >
        {t("meeting.leave")}
      </Link>
    </header>
  );
}

function Step({ href, label, sign }: { href: string | undefined; label: string; sign: "←" | "→" }) {
  const words = (
    <>
      {sign === "←" && <span aria-hidden="true">←</span>}
      <span className="max-phone:sr-only">{label}</span>
      {sign === "→" && <span aria-hidden="true">→</span>}
    </>
  );
  if (!href) return <span className="button presenter-button invisible">{words}</span>;
  return (
    <Link className={`button presenter-button ${sign === "→" ? "button-primary" : ""}`} href={href}>
      {words}
    </Link>
  );
}

/** The agenda in one line: where one is, which light each item has, and what has been said something of. */
async function Strip({ room: { agenda }, at, places }: { room: MeetingRoom; at: number; places: string[] }) {
  const t = await getTranslations();
  return (
    <nav aria-label={t("meeting.agenda")} className="agenda-strip">
      <p className="agenda-count">
        {at === 0 ? t("meeting.opening") : t("meeting.item", { at, of: agenda.length })}
      </p>
      <ol>
        <li>
          <Link
            href={places[0] ?? ""}
            aria-current={at === 0 ? "step" : undefined}
            title={t("meeting.opening")}
          >
            0<span className="sr-only"> {t("meeting.opening")}</span>
          </Link>
        </li>
        {agenda.map(({ item, comments }, index) => {
          const light = item.kind === "project" ? item.project.light : "red";
          const name = item.kind === "project" ? item.project.name : item.village.name;
          const state =
            item.kind === "project"
              ? t(`light.${light}`)
              : t(item.relapsed ? "board.kpi.relapsed" : "board.kpi.notMet");
          const said = t("meeting.listItem", { at: index + 1, name, state });
          const words =
            comments.length > 0 ? t("meeting.commentedItem", { item: said, count: comments.length }) : said;
          return (
            <li key={places[index + 1]}>
              <Link
                href={places[index + 1] ?? ""}
                aria-current={at === index + 1 ? "step" : undefined}
                aria-label={words}
                title={words}
                className={comments.length > 0 ? "is-commented" : undefined}
              >
                <span aria-hidden="true" className={`light-${light}`}>
                  {item.kind === "project" ? lightShapes[light] : "▽"}
                </span>
                {index + 1}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
