// A secret that is shown once travels from the action that made it to the page that shows it in a cookie that no script reads; the
// page's answer takes it away again (proxy.ts), and after a minute it is gone anyway. In the address it would stay in the history.
export const handoverCookie = "guatu_handover";
/** Where secrets are handed over; the cookie is sent nowhere else. */
export const handoverPaths = ["/account", "/admin/people", "/screens"] as const;
/** How proxy.ts passes it to the page: once its answer takes the cookie away, the page no longer sees it as a cookie. */
export const handoverHeader = "x-guatu-handover";
