import { randomUUID } from "node:crypto";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { wordsFor } from "../_server/i18n/translations.ts";
import { sessionContext } from "../_server/session/session.ts";
import { Closed } from "./closed.tsx";
import { formWords } from "./form-words.ts";
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
  const person = (await sessionContext())?.actor.id;
  const own = await wordsFor(formWords);
  const words = { ...own, save: submitLabel ?? own.save, leave: freely ? "" : own.leave };
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
