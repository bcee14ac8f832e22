import { randomUUID } from "node:crypto";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sessionContext } from "../_server/session/session.ts";
import { Closed } from "./closed.tsx";
import { type FormAction, LiveForm } from "./live-form.tsx";

type Props = {
  action: FormAction;
  /**
   * What the draft is of, e.g. `report-12-2016-11`; kept on the device by person. Without it no draft is
   * kept.
   */
  draft?: string;
  submitLabel?: string;
  /** Where 取消 leads. */
  cancelTo?: string;
  /**
   * A form of a field or two: on a phone its button stays under them instead of at the foot of the screen.
   */
  short?: boolean;
  /** It is left without asking: its draft waits on the device. */
  freely?: boolean;
  /** It takes something away: `submitLabel` names what. */
  danger?: boolean;
  className?: string;
  children: ReactNode;
};

/**
 * The one form: native fields, a server action, errors on top, a draft on the device, a conflict that loses
 * nothing, opened anew after a save. Works without JavaScript. Fields are those of `fields.tsx`.
 */
export async function Form({ draft, freely, submitLabel, ...rest }: Props) {
  const t = await getTranslations();
  const person = (await sessionContext())?.actor.id;
  const words = {
    save: submitLabel ?? t("app.save"),
    saving: t("app.saving"),
    cancel: t("app.cancel"),
    leave: freely ? "" : t("form.leave"),
    draftSaved: t.raw("form.draftSaved"),
    draftRestored: t.raw("form.draftRestored"),
    draftClashes: t.raw("form.draftClashes"),
    discardDraft: t("form.discardDraft"),
    offline: t("form.offline"),
    signIn: t("form.signIn"),
    signedOutHere: t("form.signedOutHere"),
    keepYours: t("form.keepYours"),
    theirs: t("form.theirs"),
    takeTheirs: t("form.takeTheirs"),
    keepMine: t("form.keepMine"),
  };
  // Of another thing, or in another language, it is another form: what was typed waits in its draft.
  const kept = draft ? `draft:${person}:${draft}` : undefined;
  return (
    <Closed>
      <LiveForm
        key={kept && `${kept} ${await getLocale()}`}
        {...rest}
        draft={kept}
        words={words}
        stamp={randomUUID()}
      />
    </Closed>
  );
}
