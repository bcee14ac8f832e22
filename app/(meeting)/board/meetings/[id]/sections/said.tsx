import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea } from "#app/_ui/form-fields.tsx";
import { commentInMeeting } from "#app/(desk)/board/meetings/actions.ts";
import { CommentList } from "#app/(desk)/board/meetings/sections/comment-list.tsx";
import type { Comment } from "#lib/meetings/queries/meetings.ts";

const shown = 3;

/** What has been said of the item, in this meeting and before. */
export async function Said({
  comments,
  meetingId,
  saved,
}: {
  comments: readonly Comment[];
  meetingId: number;
  saved: boolean;
}) {
  const t = await getTranslations();
  return (
    <section className="sheet px-4 py-3" aria-label={t("meeting.commentsTitle")}>
      <div className="mb-1.5 flex flex-wrap items-baseline gap-x-4">
        <h2>{t("meeting.commentsTitle")}</h2>
        {saved && (
          <p role="status" className="font-medium text-ok">
            ✓ {t("done.commented")}
          </p>
        )}
      </div>
      {comments.length === 0 ? (
        <p className="note">{t("meeting.noComments")}</p>
      ) : (
        <CommentList comments={comments.slice(0, shown)} within={meetingId} />
      )}
    </section>
  );
}

/** Where a comment is typed on the spot; a fresh one after each that was saved. */
export async function CommentForm({
  about,
  meetingId,
  at,
}: {
  about: { projectId: number } | { villageId: number };
  meetingId: number;
  at: number;
}) {
  const t = await getTranslations("meeting");
  const [name, id] =
    "projectId" in about
      ? (["projectId", about.projectId] as const)
      : (["villageId", about.villageId] as const);
  return (
    <Form
      action={commentInMeeting}
      draft={`comment-${meetingId}-${name}-${id}`}
      freely
      submitLabel={t("save")}
      short
      className="comment-form"
    >
      <HiddenField name="key" value={randomUUID()} />
      <HiddenField name="meetingId" value={meetingId} />
      <HiddenField name="item" value={at} />
      <HiddenField name={name} value={id} />
      <TextArea className="comment-field" name="text" label={t("write")} required rows={2} />
    </Form>
  );
}
