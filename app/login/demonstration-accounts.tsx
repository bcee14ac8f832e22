import type { demonstrationAccounts } from "#lib/people/queries/people.ts";
import { demonstrationPassword } from "#lib/people/store/passwords.ts";
import { getTranslations } from "../_server/i18n/translations.ts";

type Props = { accounts: Awaited<ReturnType<typeof demonstrationAccounts>>; next: string };

/** In a demonstration anybody may come in as anybody: each account is one press. */
export async function DemonstrationAccounts({ accounts, next }: Props) {
  const t = await getTranslations();
  return (
    <section className="border-t border-line pt-4">
      <h2 className="mb-2 text-[13px] font-medium text-ink-2">
        {t("login.demoAccounts", { password: demonstrationPassword })}
      </h2>
      <ul className="grid grid-cols-2 gap-2">
        {accounts.map((account) => (
          <li key={account.username}>
            <form method="post" action="/login">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="username" value={account.username} />
              <input type="hidden" name="password" value={demonstrationPassword} />
              <button
                type="submit"
                className="button grid w-full grid-cols-1 justify-items-start gap-0! py-1.5 text-left"
                title={t("login.demoUse", { username: account.username })}
              >
                <span className="w-full truncate">
                  <b className="font-semibold">{account.username}</b>{" "}
                  {account.role === "town" && <span className="note">{account.scope}</span>}
                </span>
                <span className="note">{t(`role.${account.role}`)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
