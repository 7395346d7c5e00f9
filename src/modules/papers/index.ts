/**
 * In charge of the documents of a case, as a file and on paper, each made from one description, and of what people
 * attach to a case. Not in charge of what they say: that is the case’s (sharing, grants) and the law’s (policy).
 */
export { declareAttachments } from './attachmentRoutes.ts';
export { type Attachments, createAttachments } from './attachments.ts';
export { type Attaching, type Owner, applicationOwner, disputeOwner, grantOwner } from './owners.ts';
export { declarePapers } from './routes.ts';
export { type Papers, createPapers } from './service.ts';
