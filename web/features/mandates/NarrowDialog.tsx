import { Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { StepDialogProps } from './ActDialog.tsx';
import { Labelled } from './Labelled.tsx';
import type { MandateRecorded, Narrowing, TermsView } from './types.ts';
import { MODES } from './words.ts';

/** What differs from what was asked for: the rest stays as it is. */
function narrowing(
  asked: TermsView,
  offer: Required<Omit<Narrowing, 'later'>> & { later: boolean },
): Narrowing {
  const fewer = <V,>(now: readonly V[], before: readonly V[]): boolean => now.length < before.length;
  return {
    ...(fewer(offer.entryIds, asked.entryIds) ? { entryIds: offer.entryIds } : {}),
    ...(asked.later && !offer.later ? { later: false as const } : {}),
    ...(fewer(offer.modes, asked.modes) ? { modes: offer.modes } : {}),
    ...(asked.systemIds !== null && fewer(offer.systemIds, asked.systemIds)
      ? { systemIds: offer.systemIds }
      : {}),
    ...(fewer(offer.regions, asked.regions) ? { regions: offer.regions } : {}),
    ...(offer.until < asked.until ? { until: offer.until } : {}),
  };
}

/** 部分同意: fewer entries, ways, systems or regions, a nearer day. */
export function NarrowDialog({ mandate, onClose, onDone }: StepDialogProps) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const { asked } = mandate;
  const [note, setNote] = useState('');
  const [offer, setOffer] = useState({
    entryIds: asked?.entryIds ?? [],
    later: asked?.later ?? false,
    modes: asked?.modes ?? [],
    systemIds: asked?.systemIds ?? [],
    regions: asked?.regions ?? [],
    until: asked?.until ?? '',
  });
  if (!asked) return null;
  const put = (change: Partial<typeof offer>) => setOffer({ ...offer, ...change });
  const terms = narrowing(asked, offer);
  const choose = (
    id: string,
    label: string,
    value: readonly (number | string)[],
    options: { value: number | string; label: string }[],
    change: (chosen: (number | string)[]) => void,
  ) => (
    <Labelled id={id} label={label}>
      <Select
        id={id}
        data-test={id}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        value={[...value]}
        options={options}
        onChange={change}
      />
    </Labelled>
  );
  return (
    <Dialog
      title={t(`部分同意：${mandate.no}`, `Agree in part: ${mandate.no}`)}
      confirm={t('部分同意', 'Agree in part')}
      busy={busy}
      disabled={note.trim().length < 2 || Object.keys(terms).length === 0}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post<MandateRecorded>(`/api/mandates/${mandate.id}/actions`, {
              action: 'narrow',
              note: note.trim(),
              terms,
            }),
          t('已部分同意，等对方接受。', 'Agreed in part; the other side accepts it.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>
        {t(
          '去掉不同意的部分；对方接受后生效。',
          'Take away what you do not agree to; it holds once the other side has accepted.',
        )}
      </p>
      {asked.entries.length === asked.entryIds.length &&
        choose(
          'narrow-entries',
          t('目录', 'Entries'),
          offer.entryIds,
          asked.entries.map(one => ({ value: one.id, label: one.title })),
          chosen => put({ entryIds: chosen as number[] }),
        )}
      {asked.later && (
        <Checkbox checked={offer.later} onChange={event => put({ later: event.target.checked })}>
          {t('也包括以后发布的目录', 'Entries published later, too')}
        </Checkbox>
      )}
      {asked.modes.length > 1 && (
        <div>
          <span id="narrow-modes" style={{ display: 'block', marginBottom: 4 }}>
            {t('共享方式', 'Ways of sharing')}
          </span>
          <Checkbox.Group
            aria-labelledby="narrow-modes"
            value={offer.modes}
            onChange={chosen => put({ modes: chosen })}
            options={(Object.keys(MODES) as (keyof typeof MODES)[])
              .filter(key => asked.modes.includes(key))
              .map(value => ({ value, label: t(...MODES[value]) }))}
          />
        </div>
      )}
      {asked.systems !== null &&
        asked.systems.length > 1 &&
        choose(
          'narrow-systems',
          t('系统', 'Systems'),
          offer.systemIds,
          asked.systems.map(one => ({ value: one.id, label: one.name })),
          chosen => put({ systemIds: chosen as number[] }),
        )}
      {asked.regions.length > 1 &&
        choose(
          'narrow-regions',
          t('地区', 'Regions'),
          offer.regions,
          asked.regions.map((code, at) => ({ value: code, label: asked.regionNames[at] ?? code })),
          chosen => put({ regions: chosen as string[] }),
        )}
      <Labelled id="narrow-until" label={t('截止日期', 'Last day')}>
        <DatePicker
          id="narrow-until"
          allowClear={false}
          value={dayjs(offer.until)}
          disabledDate={date => !date.isAfter(dayjs(), 'day') || date.isAfter(dayjs(asked.until), 'day')}
          onChange={date => put({ until: date?.format('YYYY-MM-DD') ?? asked.until })}
        />
      </Labelled>
      <Labelled id="narrow-note" label={t('理由', 'Reason')}>
        <Input.TextArea
          id="narrow-note"
          data-test="mandate-note"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Labelled>
    </Dialog>
  );
}
