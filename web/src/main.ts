import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { signIn, takeCode } from './state/sign_in';
import { applyTheme } from './state/theme.svelte';

applyTheme();
const code = takeCode();
if (code) await signIn(code);
const target = document.getElementById('app');
if (target) mount(App, { target });
