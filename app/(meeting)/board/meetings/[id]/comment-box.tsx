import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import { HiddenField, TextArea } from "#app/_components/fields.tsx";
import { Form } from "#app/_components/form.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/context.ts";
import { commentsOn, type Meeting, type MeetingRoom } from "#lib/meetings/queries.ts";
import { commentInMeeting } from "../../../../(desk)/board/meetings/actions.ts";
import { CommentList } from "../../../../(desk)/board/meetings/comment-list.tsx";

type Props = { ctx: Ctx; meeting: Meeting; item: MeetingRoom["agenda"][number]["item"]; at: number; saved: boolean };

const shown = 3;

/** What has been said of the item, in this meeting and before, and what is said now. Read in the present: only figures stand still. */
export async function CommentBox({ ctx, meeting, item, at, saved }: Props) {
  const t = await getTranslations();
  const about = item.kind === "project" ? { projectId: item.project.id } : { villageId: item.village.id };
  const divisionCode = item.kind === "project" ? item.project.townCode : item.village.code;
  const comments = await commentsOn(ctx, about);
  const [[name = "", id = 0] = []] = Object.entries(about);
  return (
    <section className="sheet grid gap-3 px-4 py-3" aria-label={t("meeting.commentsTitle")}>
      {saved && (
        <p role="status" className="font-medium text-ok">
          ✓ {t("done.commented")}
        </p>
      )}
      {meeting.endedAt === null && may(ctx.actor, "comment.write", { divisionCode }) && (
        <Form
          key={`${name} ${id} ${comments.length}`}
          action={commentInMeeting}
          draft={`comment-${meeting.id}-${name}-${id}`}
          freely
          submitLabel={t("meeting.save")}
          short
          className="comment-form"
        >
          <HiddenField name="key" value={randomUUID()} />
          <HiddenField name="meetingId" value={meeting.id} />
          <HiddenField name="item" value={at} />
          <HiddenField name={name} value={id} />
          <TextArea name="text" label={t("meeting.write")} hint={t("meeting.textHint")} required rows={2} />
        </Form>
      )}
      {comments.length === 0 ? (
        <p className="note">{t("meeting.noComments")}</p>
      ) : (
        <CommentList comments={comments.slice(0, shown)} within={meeting.id} />
      )}
    </section>
  );
}
