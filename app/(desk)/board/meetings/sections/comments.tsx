import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextArea } from "#app/_ui/form-fields.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { commentsOn, runningAbove } from "#lib/meetings/queries/meetings.ts";
import { comment } from "../actions.ts";
import { CommentList } from "./comment-list.tsx";

type Props = { ctx: Ctx; about: { projectId: number } | { villageId: number }; divisionCode: string };

/**
 * 点评 on the page of a project or village, newest first, with the form for whoever may write one. The town
 * reads what was said of it.
 */
export async function Comments({ ctx, about, divisionCode }: Props) {
  const t = await getTranslations();
  const comments = await commentsOn(ctx, about);
  const mayWrite = may(ctx.actor, "comment.write", { divisionCode });
  const running = mayWrite ? await runningAbove(ctx, divisionCode) : [];
  const [[name = "", id = 0] = []] = Object.entries(about);
  return (
    <section id="comments" className="sheet pb-4">
      <div className="sheet-head">
        <h2>{t("meeting.commentsTitle")}</h2>
        <span className="note">{t("app.rows", { count: comments.length })}</span>
      </div>
      <div className="grid gap-3 px-4 pt-2">
        {comments.length === 0 ? (
          <p className="note">{t("meeting.noComments")}</p>
        ) : (
          <CommentList comments={comments} />
        )}
        {mayWrite && (
          <Form
            action={comment}
            draft={`comment-${name}-${id}`}
            submitLabel={t("meeting.save")}
            short
            className="no-print grid max-w-2xl gap-2 border-t border-line pt-3"
          >
            <HiddenField name="key" value={randomUUID()} />
            <HiddenField name={name} value={id} />
            <TextArea name="text" label={t("meeting.write")} required rows={2} />
            {running.length > 0 && (
              <SelectField
                name="meetingId"
                label={t("meeting.inMeeting")}
                empty={t("meeting.notInMeeting")}
                choices={running.map((meeting) => ({ value: String(meeting.id), label: meeting.title }))}
              />
            )}
          </Form>
        )}
      </div>
    </section>
  );
}
