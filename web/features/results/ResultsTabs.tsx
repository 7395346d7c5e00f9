import { Segmented } from 'antd';
import { useNavigate } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import type { ReactNode } from 'react';

const PLACES = {
  examples: '/results',
  rounds: '/results/rounds',
  achieved: '/results/achieved',
  records: '/results/records',
} as const;

/** 成效与案例: title, tabs, and the four parts of it. */
export function ResultsTabs({ current, actions }: { current: keyof typeof PLACES; actions?: ReactNode }) {
  const { t } = useText();
  const navigate = useNavigate();
  return (
    <>
      <PageTitle title={t('成效与案例', 'Results and examples')} actions={actions} />
      <SharingTabs current="results" />
      <div style={{ marginBottom: 16, overflowX: 'auto' }}>
        <Segmented<keyof typeof PLACES>
          value={current}
          onChange={key => void navigate(PLACES[key])}
          options={[
            { value: 'examples', label: t('案例', 'Examples') },
            { value: 'rounds', label: t('评选', 'Votes') },
            { value: 'achieved', label: t('成效', 'Results') },
            { value: 'records', label: t('使用记录', 'Records of use') },
          ]}
        />
      </div>
    </>
  );
}
