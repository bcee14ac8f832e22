import { getTranslations } from "../_server/i18n/translations.ts";
import { typedName } from "../_server/session/sign-in.ts";

/** Name and password; `next` is where they lead. */
export async function SignInForm({ next }: { next: string }) {
  const t = await getTranslations("login");
  return (
    <form method="post" action="/login" className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <div>
        <label htmlFor="username" className="mb-1 block text-[13px] text-ink-2">
          {t("username")}
        </label>
        <input
          id="username"
          name="username"
          className="input"
          defaultValue={await typedName()}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
        />
      </div>
      <div>
        <label htmlFor="password" className="mb-1 block text-[13px] text-ink-2">
          {t("password")}
        </label>
        <input
          id="password"
          name="password"
          type="password"
          className="input"
          autoComplete="current-password"
          maxLength={128}
          required
        />
      </div>
      <button type="submit" className="button button-primary min-h-11">
        {t("submit")}
      </button>
      <p className="note text-center">{t("forgot")}</p>
    </form>
  );
}
