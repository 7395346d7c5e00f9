import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useText } from '../ui/language.tsx';
import { rememberedValue } from '../ui/remember.ts';
import { themeOf, variablesOf } from '../ui/theme.ts';

interface Appearance {
  dark: boolean;
  setDark: (dark: boolean) => void;
}

const AppearanceContext = createContext<Appearance>({ dark: false, setDark: () => undefined });
const kept = rememberedValue('shuqiao.appearance', ['system', 'light', 'dark'] as const, 'system');

function startsDark(): boolean {
  const choice = kept.read();
  return choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
}

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const { language } = useText();
  const [dark, setDark] = useState(startsDark);
  const look = useMemo(() => themeOf(dark, language), [dark, language]);
  const value = useMemo<Appearance>(
    () => ({
      dark,
      setDark: next => {
        kept.write(next ? 'dark' : 'light');
        setDark(next);
      },
    }),
    [dark],
  );

  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  useEffect(() => {
    const root = document.documentElement;
    for (const [name, color] of Object.entries(variablesOf(dark))) root.style.setProperty(name, color);
    const token = look.token ?? {};
    root.style.setProperty('--line', String(token.colorBorderSecondary));
    root.style.setProperty('--ground', String(token.colorBgContainer));
    root.style.setProperty('--focus', String(token.colorPrimary));
    root.style.colorScheme = dark ? 'dark' : 'light';
    document.body.style.background = String(token.colorBgLayout);
    document.body.style.color = String(token.colorText);
    document.body.style.fontFamily = String(token.fontFamily);
  }, [dark, look]);

  return (
    <AppearanceContext value={value}>
      {/* Without autoInsertSpace: false a button of two characters reads 「搜 索」. */}
      <ConfigProvider
        theme={look}
        locale={language === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
      >
        <App message={{ maxCount: 3 }}>{children}</App>
      </ConfigProvider>
    </AppearanceContext>
  );
}

export function useAppearance(): Appearance {
  return useContext(AppearanceContext);
}
