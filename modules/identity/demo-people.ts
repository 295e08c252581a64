import type { MikroORM } from '@mikro-orm/postgresql';
import type { DemoPerson, Group } from '../../engine/port/authenticator.ts';
import { GroupEntity, UserEntity } from './entities.ts';
import { hashPassword } from './secrets.ts';

/** Everybody in the demo has this password; it is shown on the sign-in page. */
export const DEMO_PASSWORD = 'demo';

/** Groups of the demo company, Alder & Finch Supplies. */
export const DEMO_GROUPS: readonly Group[] = [
  { id: 'sales', name: 'Sales' },
  { id: 'warehouse', name: 'Warehouse' },
  { id: 'finance', name: 'Finance' },
  { id: 'directors', name: 'Directors' },
];

/** People of the demo company. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    login: 'anna',
    name: 'Anna Novak',
    description: {
      en: 'Sales, draws the processes',
      es: 'Ventas, dibuja los procesos',
      cs: 'Obchod, kreslí procesy',
      ru: 'Продажи, рисует процессы',
      ka: 'გაყიდვები, ხატავს პროცესებს',
    },
    roles: ['analyst', 'employee'],
    groups: ['sales'],
  },
  {
    login: 'boris',
    name: 'Boris Petrov',
    description: { en: 'Warehouse', es: 'Almacén', cs: 'Sklad', ru: 'Склад', ka: 'საწყობი' },
    roles: ['employee'],
    groups: ['warehouse'],
  },
  {
    login: 'carmen',
    name: 'Carmen Ruiz',
    description: { en: 'Sales', es: 'Ventas', cs: 'Obchod', ru: 'Продажи', ka: 'გაყიდვები' },
    roles: ['employee'],
    groups: ['sales'],
  },
  {
    login: 'david',
    name: 'David Dvorak',
    description: {
      en: 'Head of finance',
      es: 'Responsable de finanzas',
      cs: 'Vedoucí financí',
      ru: 'Руководитель финансов',
      ka: 'ფინანსების უფროსი',
    },
    roles: ['manager', 'employee'],
    groups: ['finance'],
  },
  {
    login: 'eka',
    name: 'Eka Beridze',
    description: { en: 'Director', es: 'Directora', cs: 'Ředitelka', ru: 'Директор', ka: 'დირექტორი' },
    roles: ['manager', 'employee'],
    groups: ['directors'],
  },
  {
    login: 'admin',
    name: 'Administrator',
    description: {
      en: 'Accounts and settings',
      es: 'Cuentas y ajustes',
      cs: 'Účty a nastavení',
      ru: 'Учётные записи и настройки',
      ka: 'ანგარიშები და პარამეტრები',
    },
    roles: ['admin'],
    groups: [],
  },
];

/** Makes the demo's people and groups where they are missing. */
export async function seedDemoPeople(orm: MikroORM): Promise<void> {
  const em = orm.em.fork();
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const groups = await em.upsertMany(
    GroupEntity,
    DEMO_GROUPS.map((group) => ({ ...group })),
  );
  const existing = await em.find(UserEntity, { id: { $in: DEMO_PEOPLE.map((person) => person.login) } });
  for (const person of DEMO_PEOPLE) {
    if (existing.some((row) => row.id === person.login)) continue;
    em.create(UserEntity, {
      id: person.login,
      name: person.name,
      email: `${person.login}@alder-finch.example`,
      passwordHash,
      roles: [...person.roles],
      locale: 'en',
      active: true,
      createdAt: new Date(),
      groups: groups.filter((group) => person.groups.includes(group.id)),
    });
  }
  await em.flush();
}
