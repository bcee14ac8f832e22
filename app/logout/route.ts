export { answerSignOut as POST } from "../_server/session/sign-in.ts";
