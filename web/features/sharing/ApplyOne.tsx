import { App, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Static } from 'typebox';
import type { LinkView } from '#modules/links/contract.ts';
import type { DemandView } from '#modules/lists/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { useCart } from '../cart/index.ts';
import { ApplyForm, type Unsent } from './ApplyForm.tsx';
import { applyBody } from './applyBodies.ts';
import { FILLED, filledFrom, newCommon, newLine } from './applying.ts';
import { FillNotice } from './FillNotice.tsx';
import type { ApplicationRecorded } from './types.ts';
import { readUnsent } from './unsent.ts';
import { type Found, useTargets } from './useTargets.ts';

type DirectLink = Static<typeof LinkView>;
type Demand = Static<typeof DemandView>;

interface ApplyOneProps {
  entryId: number;
  /** The need of the supply–demand list that it answers. */
  demandId: number | undefined;
  /** The direct link that it is to replace: its ground is known. */
  linkId: number | undefined;
}

/** 申请使用一条目录; over a withheld entry 申请协调共享类型. */
export function ApplyOne({ entryId, demandId, linkId }: ApplyOneProps) {
  const { found, problem } = useTargets([entryId]);
  const link = useLoad<DirectLink>(linkId === undefined ? null : `/api/links/${linkId}`);
  const demand = useLoad<Demand>(demandId === undefined ? null : `/api/demands/${demandId}`);
  if (problem) return <RefusalNotice problem={problem} />;
  if (!found || link.loading || demand.loading) return <Loading rows={12} />;
  return <OneForm found={found} demandId={demandId} demand={demand.data} link={link.data} />;
}

/** What a registered direct link says of the use that moves over. */
const moved = (link: DirectLink | undefined, systems: Found['systems']) => {
  if (link === undefined) return {};
  const system = systems.find(one => one.name === link.systemName);
  return {
    ...(link.ground === '' ? {} : { ground: link.ground }),
    ...(system === undefined ? {} : { systemId: system.id }),
  };
};

/** What a need says of the use that it was registered for. */
const needed = (demand: Demand | undefined) => (demand?.matter ? { matter: demand.matter } : {});

function OneForm({
  found,
  demandId,
  demand,
  link,
}: {
  found: Found;
  demandId: number | undefined;
  demand: Demand | undefined;
  link: DirectLink | undefined;
}) {
  const { t } = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { reload: reloadCart } = useCart();
  const [one] = found.entries;
  const unsentKey = `entry-${one?.entry.id ?? 0}`;
  const [kept] = useState(() => readUnsent<Unsent>(unsentKey));
  if (one === undefined) return null;
  const { entry, form } = one;
  const line = newLine(entry, form);
  const begun: Unsent = {
    common: { ...newCommon(form, found.systems), ...needed(demand), ...moved(link, found.systems) },
    lines: { [entry.id]: line },
    left: [],
  };
  const known = filledFrom(form.last, form, found.systems);
  return (
    <>
      <PageTitle
        title={
          form.withheld
            ? t(`申请协调共享类型：${entry.title}`, `Contest the class of “${entry.title}”`)
            : t(`申请使用“${entry.title}”`, `Request “${entry.title}”`)
        }
        sub={
          <Space size={8} wrap>
            <span>{entry.departmentName}</span>
            <ShareTypeMark shareType={entry.shareType} />
          </Space>
        }
      />
      <ApplyForm
        unsentKey={unsentKey}
        targets={[{ entry, form, line }]}
        start={kept ?? begun}
        filled={kept === null ? FILLED.filter(name => name in known) : []}
        systems={found.systems}
        matters={form.matters}
        drafts={new Map()}
        ofGrant={false}
        kindFixed={false}
        notice={kept === null && form.last !== null && <FillNotice last={form.last} />}
        create={async (common, [part]) => {
          const made = await api.post<ApplicationRecorded>(
            '/api/applications',
            applyBody(common, entry.id, part?.line ?? line, demandId),
          );
          // What is applied for has left the cart.
          reloadCart();
          return new Map([[entry.id, made.application.id]]);
        }}
        onSaved={([id]) => void navigate(`/requests/${id}/edit`)}
        onSent={([id]) => {
          void message.success(
            t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'),
          );
          void navigate(`/cases/${id}`);
        }}
      />
    </>
  );
}
