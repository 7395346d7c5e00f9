import type { Permission, Role } from './permissions.ts';

/** Who acts: a person in one of their posts. The law speaks of posts, so the record names the post first. */
export interface Actor {
  accountId: number;
  /** The post held at this moment; one person may hold several. */
  postId: number;
  role: Role;
  /** 市民政局 专职人员 */
  post: string;
  name: string;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  permissions: ReadonlySet<Permission>;
}

/** The platform acting by itself: clocks that run out, terms that end. */
export interface SystemActor {
  accountId: null;
  post: string;
  name: string;
  departmentId: null;
}

export const PLATFORM: SystemActor = { accountId: null, post: '平台', name: '平台', departmentId: null };
