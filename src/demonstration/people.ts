/** Who acts in the demonstration: departments by their key, and the people who hold a post there. */
import type { Department, Organizations } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';

export interface People {
  department(key: string): Department;
  /** The person who holds this post; throws when the demonstration has none. */
  actor(departmentKey: string, role: Role): Actor;
  authorityOf(departmentKey: string): Promise<Actor>;
}

export async function findPeople(organizations: Organizations): Promise<People> {
  const [departments, actors] = await Promise.all([organizations.departments(), organizations.demoActors()]);
  const byKey = new Map(departments.map(department => [department.key, department]));
  const byPost = new Map(actors.map(actor => [`${actor.departmentId}/${actor.role}`, actor]));

  function department(key: string): Department {
    const found = byKey.get(key);
    if (!found) throw new Error(`the demonstration has no department ${key}`);
    return found;
  }
  function holder(id: number, role: Role, of: string): Actor {
    const found = byPost.get(`${id}/${role}`);
    if (!found) throw new Error(`the demonstration has no ${role} in ${of}`);
    return found;
  }
  return {
    department,
    actor: (key, role) => holder(department(key).id, role, key),
    authorityOf: async key => {
      const authority = await organizations.authorityOf(department(key).regionCode);
      return holder(authority.id, 'authority', authority.key);
    },
  };
}
