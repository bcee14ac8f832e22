export { answerSignOut as POST } from "../_server/sign-in.ts";
