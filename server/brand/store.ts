import type { Database } from '../database/connection.ts'

export interface StoredBrand {
  /** #rrggbb, or null for the product's own. */
  accent: string | null
  logo: Buffer | null
  logoType: 'image/png' | 'image/jpeg' | null
  logoAlt: string
}

/** How a workspace's files look; undefined while nobody said. */
export async function brandOf(db: Database, workspaceId: string): Promise<StoredBrand | undefined> {
  const row = await db
    .selectFrom('workspaceBrand')
    .select(['accent', 'logo', 'logoType', 'logoAlt'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  // The embedded database gives bytes as an array, a server as a Buffer.
  return row && { ...row, logo: row.logo && Buffer.from(row.logo) }
}

export async function saveBrand(
  db: Database,
  { workspaceId, at, ...change }: { workspaceId: string; at: Date } & Partial<StoredBrand>,
): Promise<void> {
  const values = { ...change, updatedAt: at }
  await db
    .insertInto('workspaceBrand')
    .values({ workspaceId, ...values })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(values))
    .execute()
}
