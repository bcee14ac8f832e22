import type { Metadata } from "next";
import { PastRibbon } from "#app/_parts/board/past-ribbon.tsx";
import { isAnswering } from "#app/_server/api/answering.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewHref } from "#app/_server/session/view-params.ts";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { commentsOn, frozen, meetingRoom } from "#lib/meetings/queries/meetings.ts";
import { PresenterKeys } from "./sections/keys.tsx";
import { Opening } from "./sections/opening.tsx";
import "./sections/presenter.css";
import { ItemScreen } from "./sections/item-screen.tsx";
import { PresenterFoot } from "./sections/presenter-foot.tsx";
import { PresenterHead } from "./sections/presenter-head.tsx";
import { CommentForm, Said } from "./sections/said.tsx";
import { codeOf, subjectOf } from "./sections/subject.ts";

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
  const t = await getTranslations("meeting");
  const { meeting, agenda } = room;
  const at = Math.min(Math.max(0, Math.floor(Number(one(query.item))) || 0), agenda.length);
  const item = agenda[at - 1]?.item;
  const path = `/board/meetings/${meeting.id}`;
  const places = [
    ...Array.from({ length: agenda.length + 1 }, (_, to) => `${path}?item=${to}`),
    `${path}/minutes`,
  ];
  const hrefs = places.map(viewHref);
  const comments = item ? await commentsOn(ctx, subjectOf(item)) : []; // of the present: only figures stand still
  const saved = query.done === "commented" && !(await isAnswering());
  return (
    <main id="main" className="presenter">
      <PresenterHead room={room} demonstration={await isDemonstration(ctx.db)} />
      <section
        className="presenter-screen"
        aria-label={at === 0 ? t("opening") : t("item", { at, of: agenda.length })}
      >
        <PastRibbon path={path} query={query} />
        {item ? (
          <ItemScreen ctx={frozen(ctx, meeting)} year={room.board.year} item={item}>
            <Said comments={comments} meetingId={meeting.id} saved={saved} />
          </ItemScreen>
        ) : (
          <Opening room={room} places={hrefs} />
        )}
      </section>
      <div className="presenter-bottom">
        {item &&
          meeting.endedAt === null &&
          may(ctx.actor, "comment.write", { divisionCode: codeOf(item) }) && (
            <CommentForm about={subjectOf(item)} meetingId={meeting.id} at={at} />
          )}
        <PresenterFoot room={room} at={at} places={hrefs} />
      </div>
      <PresenterKeys
        at={at}
        last={agenda.length}
        places={hrefs}
        leave={viewHref(withQuery("/board/meetings", { node: meeting.division.code }))}
      />
    </main>
  );
}
