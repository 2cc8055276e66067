import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { applyTheme } from './state/theme.svelte';

applyTheme();
const target = document.getElementById('app');
if (target) mount(App, { target });
