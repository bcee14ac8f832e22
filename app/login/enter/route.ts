export { answerSignIn as POST } from "../../_server/sign-in.ts";
