// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isBuildFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/build.schema.json","type":"object","properties":{"name":{"type":"string"},"version":{"type":["string","number"]},"display_name":{"type":"string"},"description":{"type":"string"},"category":{"type":"string"},"tags":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true},"dockerfile":{"type":"string"},"base_image":{"type":"string"},"customizations":{"type":"object","properties":{"package_manager":{"type":"string","enum":["dnf","apt","apk"]},"repositories":{"type":"array","items":{"type":"object","properties":{"copr":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},"suite":{"type":"string"},"components":{"type":"array","items":{"type":"string"}},"key":{"type":"string"},"key_path":{"type":"string"}},"additionalProperties":false}},"packages":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"users":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"shell":{"type":"string"},"groups":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"password_hash":{"type":"string"},"ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false}},"root_ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"files":{"type":"array","items":{"type":"object","required":["destination"],"properties":{"destination":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"mode":{"type":"string"},"owner":{"type":"string"}},"additionalProperties":false}},"systemd_units":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"enabled":{"type":"boolean"}},"additionalProperties":false}},"scripts":{"type":"array","items":{"type":"object","properties":{"content":{"type":"string"},"path":{"type":"string"}},"additionalProperties":false}},"flightctl":{"type":"object","required":["enrollment_service"],"properties":{"enrollment_service":{"type":"object","required":["server"],"properties":{"server":{"type":"string"},"certificate_authority":{"type":"string"},"ui_endpoint":{"type":"string"}},"additionalProperties":false},"enrol":{"type":"boolean"},"spec_fetch_interval":{"type":"string"},"status_update_interval":{"type":"string"},"default_labels":{"type":"object","additionalProperties":{"type":"string"}},"system_info":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_custom":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_timeout":{"type":"string"},"pull_timeout":{"type":"string"},"log_level":{"type":"string","enum":["panic","fatal","error","warn","info","debug","trace"]},"tpm":{"type":"object","properties":{"enabled":{"type":"boolean"},"device_path":{"type":"string"},"auth_enabled":{"type":"boolean"},"storage_file_path":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"labels":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"context":{"type":"string"},"target":{"type":"string"},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"depends_on":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"parents":{"type":"object","additionalProperties":{"type":"string"}},"requirements":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"secrets":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"resources":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","integer"]},"disk":{"type":["string","integer"]},"timeout":{"type":"string"}},"additionalProperties":false},"exports":{"type":"array","items":{"type":"object","required":["type"],"properties":{"type":{"enum":["qcow2","raw","vmdk","iso","ami","tar"]},"architecture":{"enum":["x86_64","aarch64"]}},"additionalProperties":false}},"test":{"type":"object","required":["command"],"properties":{"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/build.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema31.properties.version.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.display_name !== undefined){
if(typeof data.display_name !== "string"){
const err3 = {instancePath:instancePath+"/display_name",schemaPath:"#/properties/display_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.category !== undefined){
if(typeof data.category !== "string"){
const err5 = {instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.tags !== undefined){
let data5 = data.tags;
if(Array.isArray(data5)){
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
if(typeof data5[i0] !== "string"){
const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data5.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data5[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
let data7 = data.metadata;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
}
else {
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.dockerfile !== undefined){
if(typeof data.dockerfile !== "string"){
const err10 = {instancePath:instancePath+"/dockerfile",schemaPath:"#/properties/dockerfile/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.base_image !== undefined){
if(typeof data.base_image !== "string"){
const err11 = {instancePath:instancePath+"/base_image",schemaPath:"#/properties/base_image/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.customizations !== undefined){
let data10 = data.customizations;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key1 in data10){
if(!(func1.call(schema31.properties.customizations.properties, key1))){
const err12 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data10.package_manager !== undefined){
let data11 = data10.package_manager;
if(typeof data11 !== "string"){
const err13 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data11 === "dnf") || (data11 === "apt")) || (data11 === "apk"))){
const err14 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.package_manager.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data10.repositories !== undefined){
let data12 = data10.repositories;
if(Array.isArray(data12)){
const len1 = data12.length;
for(let i2=0; i2<len1; i2++){
let data13 = data12[i2];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
if(!(((((((key2 === "copr") || (key2 === "name")) || (key2 === "url")) || (key2 === "suite")) || (key2 === "components")) || (key2 === "key")) || (key2 === "key_path"))){
const err15 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data13.copr !== undefined){
if(typeof data13.copr !== "string"){
const err16 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/copr",schemaPath:"#/properties/customizations/properties/repositories/items/properties/copr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data13.name !== undefined){
if(typeof data13.name !== "string"){
const err17 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/name",schemaPath:"#/properties/customizations/properties/repositories/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data13.url !== undefined){
if(typeof data13.url !== "string"){
const err18 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/url",schemaPath:"#/properties/customizations/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data13.suite !== undefined){
if(typeof data13.suite !== "string"){
const err19 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/suite",schemaPath:"#/properties/customizations/properties/repositories/items/properties/suite/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data13.components !== undefined){
let data18 = data13.components;
if(Array.isArray(data18)){
const len2 = data18.length;
for(let i3=0; i3<len2; i3++){
if(typeof data18[i3] !== "string"){
const err20 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components/" + i3,schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components",schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data13.key !== undefined){
if(typeof data13.key !== "string"){
const err22 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data13.key_path !== undefined){
if(typeof data13.key_path !== "string"){
const err23 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key_path",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/customizations/repositories",schemaPath:"#/properties/customizations/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data10.packages !== undefined){
let data22 = data10.packages;
if(Array.isArray(data22)){
const len3 = data22.length;
for(let i4=0; i4<len3; i4++){
if(typeof data22[i4] !== "string"){
const err26 = {instancePath:instancePath+"/customizations/packages/" + i4,schemaPath:"#/properties/customizations/properties/packages/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
let i5 = data22.length;
let j1;
if(i5 > 1){
const indices1 = {};
for(;i5--;){
let item1 = data22[i5];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err27 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i5+" are identical)"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
break;
}
indices1[item1] = i5;
}
}
}
else {
const err28 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data10.users !== undefined){
let data24 = data10.users;
if(Array.isArray(data24)){
const len4 = data24.length;
for(let i6=0; i6<len4; i6++){
let data25 = data24[i6];
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.name === undefined){
const err29 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key3 in data25){
if(!(((((key3 === "name") || (key3 === "shell")) || (key3 === "groups")) || (key3 === "password_hash")) || (key3 === "ssh_keys"))){
const err30 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data25.name !== undefined){
if(typeof data25.name !== "string"){
const err31 = {instancePath:instancePath+"/customizations/users/" + i6+"/name",schemaPath:"#/properties/customizations/properties/users/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data25.shell !== undefined){
if(typeof data25.shell !== "string"){
const err32 = {instancePath:instancePath+"/customizations/users/" + i6+"/shell",schemaPath:"#/properties/customizations/properties/users/items/properties/shell/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data25.groups !== undefined){
let data28 = data25.groups;
if(Array.isArray(data28)){
const len5 = data28.length;
for(let i7=0; i7<len5; i7++){
if(typeof data28[i7] !== "string"){
const err33 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups/" + i7,schemaPath:"#/properties/customizations/properties/users/items/properties/groups/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
let i8 = data28.length;
let j2;
if(i8 > 1){
const indices2 = {};
for(;i8--;){
let item2 = data28[i8];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err34 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i8+" are identical)"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
break;
}
indices2[item2] = i8;
}
}
}
else {
const err35 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data25.password_hash !== undefined){
if(typeof data25.password_hash !== "string"){
const err36 = {instancePath:instancePath+"/customizations/users/" + i6+"/password_hash",schemaPath:"#/properties/customizations/properties/users/items/properties/password_hash/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data25.ssh_keys !== undefined){
let data31 = data25.ssh_keys;
if(Array.isArray(data31)){
const len6 = data31.length;
for(let i9=0; i9<len6; i9++){
if(typeof data31[i9] !== "string"){
const err37 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys/" + i9,schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
let i10 = data31.length;
let j3;
if(i10 > 1){
const indices3 = {};
for(;i10--;){
let item3 = data31[i10];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err38 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i10+" are identical)"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
break;
}
indices3[item3] = i10;
}
}
}
else {
const err39 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/customizations/users",schemaPath:"#/properties/customizations/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data10.root_ssh_keys !== undefined){
let data33 = data10.root_ssh_keys;
if(Array.isArray(data33)){
const len7 = data33.length;
for(let i11=0; i11<len7; i11++){
if(typeof data33[i11] !== "string"){
const err42 = {instancePath:instancePath+"/customizations/root_ssh_keys/" + i11,schemaPath:"#/properties/customizations/properties/root_ssh_keys/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
let i12 = data33.length;
let j4;
if(i12 > 1){
const indices4 = {};
for(;i12--;){
let item4 = data33[i12];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err43 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i12+" are identical)"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
break;
}
indices4[item4] = i12;
}
}
}
else {
const err44 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data10.files !== undefined){
let data35 = data10.files;
if(Array.isArray(data35)){
const len8 = data35.length;
for(let i13=0; i13<len8; i13++){
let data36 = data35[i13];
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.destination === undefined){
const err45 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/required",keyword:"required",params:{missingProperty: "destination"},message:"must have required property '"+"destination"+"'"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
for(const key4 in data36){
if(!(((((key4 === "destination") || (key4 === "content")) || (key4 === "path")) || (key4 === "mode")) || (key4 === "owner"))){
const err46 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data36.destination !== undefined){
if(typeof data36.destination !== "string"){
const err47 = {instancePath:instancePath+"/customizations/files/" + i13+"/destination",schemaPath:"#/properties/customizations/properties/files/items/properties/destination/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data36.content !== undefined){
if(typeof data36.content !== "string"){
const err48 = {instancePath:instancePath+"/customizations/files/" + i13+"/content",schemaPath:"#/properties/customizations/properties/files/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data36.path !== undefined){
if(typeof data36.path !== "string"){
const err49 = {instancePath:instancePath+"/customizations/files/" + i13+"/path",schemaPath:"#/properties/customizations/properties/files/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data36.mode !== undefined){
if(typeof data36.mode !== "string"){
const err50 = {instancePath:instancePath+"/customizations/files/" + i13+"/mode",schemaPath:"#/properties/customizations/properties/files/items/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data36.owner !== undefined){
if(typeof data36.owner !== "string"){
const err51 = {instancePath:instancePath+"/customizations/files/" + i13+"/owner",schemaPath:"#/properties/customizations/properties/files/items/properties/owner/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/customizations/files",schemaPath:"#/properties/customizations/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data10.systemd_units !== undefined){
let data42 = data10.systemd_units;
if(Array.isArray(data42)){
const len9 = data42.length;
for(let i14=0; i14<len9; i14++){
let data43 = data42[i14];
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
if(data43.name === undefined){
const err54 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
for(const key5 in data43){
if(!((((key5 === "name") || (key5 === "content")) || (key5 === "path")) || (key5 === "enabled"))){
const err55 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data43.name !== undefined){
if(typeof data43.name !== "string"){
const err56 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/name",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data43.content !== undefined){
if(typeof data43.content !== "string"){
const err57 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/content",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data43.path !== undefined){
if(typeof data43.path !== "string"){
const err58 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/path",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data43.enabled !== undefined){
if(typeof data43.enabled !== "boolean"){
const err59 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/enabled",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/customizations/systemd_units",schemaPath:"#/properties/customizations/properties/systemd_units/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data10.scripts !== undefined){
let data48 = data10.scripts;
if(Array.isArray(data48)){
const len10 = data48.length;
for(let i15=0; i15<len10; i15++){
let data49 = data48[i15];
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key6 in data49){
if(!((key6 === "content") || (key6 === "path"))){
const err62 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data49.content !== undefined){
if(typeof data49.content !== "string"){
const err63 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/content",schemaPath:"#/properties/customizations/properties/scripts/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data49.path !== undefined){
if(typeof data49.path !== "string"){
const err64 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/path",schemaPath:"#/properties/customizations/properties/scripts/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/customizations/scripts",schemaPath:"#/properties/customizations/properties/scripts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data10.flightctl !== undefined){
let data52 = data10.flightctl;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
if(data52.enrollment_service === undefined){
const err67 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/required",keyword:"required",params:{missingProperty: "enrollment_service"},message:"must have required property '"+"enrollment_service"+"'"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
for(const key7 in data52){
if(!(func1.call(schema31.properties.customizations.properties.flightctl.properties, key7))){
const err68 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data52.enrollment_service !== undefined){
let data53 = data52.enrollment_service;
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(data53.server === undefined){
const err69 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/required",keyword:"required",params:{missingProperty: "server"},message:"must have required property '"+"server"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key8 in data53){
if(!(((key8 === "server") || (key8 === "certificate_authority")) || (key8 === "ui_endpoint"))){
const err70 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data53.server !== undefined){
if(typeof data53.server !== "string"){
const err71 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/server",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/server/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data53.certificate_authority !== undefined){
if(typeof data53.certificate_authority !== "string"){
const err72 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/certificate_authority",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/certificate_authority/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data53.ui_endpoint !== undefined){
if(typeof data53.ui_endpoint !== "string"){
const err73 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/ui_endpoint",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/ui_endpoint/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data52.enrol !== undefined){
if(typeof data52.enrol !== "boolean"){
const err75 = {instancePath:instancePath+"/customizations/flightctl/enrol",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrol/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data52.spec_fetch_interval !== undefined){
if(typeof data52.spec_fetch_interval !== "string"){
const err76 = {instancePath:instancePath+"/customizations/flightctl/spec_fetch_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/spec_fetch_interval/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data52.status_update_interval !== undefined){
if(typeof data52.status_update_interval !== "string"){
const err77 = {instancePath:instancePath+"/customizations/flightctl/status_update_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/status_update_interval/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data52.default_labels !== undefined){
let data60 = data52.default_labels;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key9 in data60){
if(typeof data60[key9] !== "string"){
const err78 = {instancePath:instancePath+"/customizations/flightctl/default_labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/customizations/flightctl/default_labels",schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data52.system_info !== undefined){
let data62 = data52.system_info;
if(Array.isArray(data62)){
const len11 = data62.length;
for(let i16=0; i16<len11; i16++){
if(typeof data62[i16] !== "string"){
const err80 = {instancePath:instancePath+"/customizations/flightctl/system_info/" + i16,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
let i17 = data62.length;
let j5;
if(i17 > 1){
const indices5 = {};
for(;i17--;){
let item5 = data62[i17];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err81 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/uniqueItems",keyword:"uniqueItems",params:{i: i17, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i17+" are identical)"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
break;
}
indices5[item5] = i17;
}
}
}
else {
const err82 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data52.system_info_custom !== undefined){
let data64 = data52.system_info_custom;
if(Array.isArray(data64)){
const len12 = data64.length;
for(let i18=0; i18<len12; i18++){
if(typeof data64[i18] !== "string"){
const err83 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom/" + i18,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
let i19 = data64.length;
let j6;
if(i19 > 1){
const indices6 = {};
for(;i19--;){
let item6 = data64[i19];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err84 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/uniqueItems",keyword:"uniqueItems",params:{i: i19, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i19+" are identical)"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
break;
}
indices6[item6] = i19;
}
}
}
else {
const err85 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data52.system_info_timeout !== undefined){
if(typeof data52.system_info_timeout !== "string"){
const err86 = {instancePath:instancePath+"/customizations/flightctl/system_info_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data52.pull_timeout !== undefined){
if(typeof data52.pull_timeout !== "string"){
const err87 = {instancePath:instancePath+"/customizations/flightctl/pull_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/pull_timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data52.log_level !== undefined){
let data68 = data52.log_level;
if(typeof data68 !== "string"){
const err88 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(!(((((((data68 === "panic") || (data68 === "fatal")) || (data68 === "error")) || (data68 === "warn")) || (data68 === "info")) || (data68 === "debug")) || (data68 === "trace"))){
const err89 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.flightctl.properties.log_level.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data52.tpm !== undefined){
let data69 = data52.tpm;
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
for(const key10 in data69){
if(!((((key10 === "enabled") || (key10 === "device_path")) || (key10 === "auth_enabled")) || (key10 === "storage_file_path"))){
const err90 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data69.enabled !== undefined){
if(typeof data69.enabled !== "boolean"){
const err91 = {instancePath:instancePath+"/customizations/flightctl/tpm/enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data69.device_path !== undefined){
if(typeof data69.device_path !== "string"){
const err92 = {instancePath:instancePath+"/customizations/flightctl/tpm/device_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/device_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data69.auth_enabled !== undefined){
if(typeof data69.auth_enabled !== "boolean"){
const err93 = {instancePath:instancePath+"/customizations/flightctl/tpm/auth_enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/auth_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data69.storage_file_path !== undefined){
if(typeof data69.storage_file_path !== "string"){
const err94 = {instancePath:instancePath+"/customizations/flightctl/tpm/storage_file_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/storage_file_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data10.labels !== undefined){
let data74 = data10.labels;
if(data74 && typeof data74 == "object" && !Array.isArray(data74)){
for(const key11 in data74){
if(typeof data74[key11] !== "string"){
const err97 = {instancePath:instancePath+"/customizations/labels/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/customizations/labels",schemaPath:"#/properties/customizations/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data.context !== undefined){
if(typeof data.context !== "string"){
const err100 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.target !== undefined){
if(typeof data.target !== "string"){
const err101 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data.args !== undefined){
let data78 = data.args;
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
for(const key12 in data78){
let data79 = data78[key12];
if(((typeof data79 !== "string") && (!((typeof data79 == "number") && (isFinite(data79))))) && (typeof data79 !== "boolean")){
const err102 = {instancePath:instancePath+"/args/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema31.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data.platforms !== undefined){
let data80 = data.platforms;
if(Array.isArray(data80)){
if(data80.length < 1){
const err104 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
const len13 = data80.length;
for(let i20=0; i20<len13; i20++){
if(typeof data80[i20] !== "string"){
const err105 = {instancePath:instancePath+"/platforms/" + i20,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
let i21 = data80.length;
let j7;
if(i21 > 1){
const indices7 = {};
for(;i21--;){
let item7 = data80[i21];
if(typeof item7 !== "string"){
continue;
}
if(typeof indices7[item7] == "number"){
j7 = indices7[item7];
const err106 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i21, j: j7},message:"must NOT have duplicate items (items ## "+j7+" and "+i21+" are identical)"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
break;
}
indices7[item7] = i21;
}
}
}
else {
const err107 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data.depends_on !== undefined){
let data82 = data.depends_on;
if(Array.isArray(data82)){
const len14 = data82.length;
for(let i22=0; i22<len14; i22++){
if(typeof data82[i22] !== "string"){
const err108 = {instancePath:instancePath+"/depends_on/" + i22,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
let i23 = data82.length;
let j8;
if(i23 > 1){
const indices8 = {};
for(;i23--;){
let item8 = data82[i23];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err109 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/uniqueItems",keyword:"uniqueItems",params:{i: i23, j: j8},message:"must NOT have duplicate items (items ## "+j8+" and "+i23+" are identical)"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
break;
}
indices8[item8] = i23;
}
}
}
else {
const err110 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data.parents !== undefined){
let data84 = data.parents;
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
for(const key13 in data84){
if(typeof data84[key13] !== "string"){
const err111 = {instancePath:instancePath+"/parents/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parents/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
else {
const err112 = {instancePath:instancePath+"/parents",schemaPath:"#/properties/parents/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data.requirements !== undefined){
let data86 = data.requirements;
if(Array.isArray(data86)){
const len15 = data86.length;
for(let i24=0; i24<len15; i24++){
if(typeof data86[i24] !== "string"){
const err113 = {instancePath:instancePath+"/requirements/" + i24,schemaPath:"#/properties/requirements/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
let i25 = data86.length;
let j9;
if(i25 > 1){
const indices9 = {};
for(;i25--;){
let item9 = data86[i25];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err114 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/uniqueItems",keyword:"uniqueItems",params:{i: i25, j: j9},message:"must NOT have duplicate items (items ## "+j9+" and "+i25+" are identical)"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
break;
}
indices9[item9] = i25;
}
}
}
else {
const err115 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.secrets !== undefined){
let data88 = data.secrets;
if(Array.isArray(data88)){
const len16 = data88.length;
for(let i26=0; i26<len16; i26++){
if(typeof data88[i26] !== "string"){
const err116 = {instancePath:instancePath+"/secrets/" + i26,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
let i27 = data88.length;
let j10;
if(i27 > 1){
const indices10 = {};
for(;i27--;){
let item10 = data88[i27];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err117 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i27, j: j10},message:"must NOT have duplicate items (items ## "+j10+" and "+i27+" are identical)"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
break;
}
indices10[item10] = i27;
}
}
}
else {
const err118 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data.resources !== undefined){
let data90 = data.resources;
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
for(const key14 in data90){
if(!((((key14 === "cpu") || (key14 === "memory")) || (key14 === "disk")) || (key14 === "timeout"))){
const err119 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data90.cpu !== undefined){
let data91 = data90.cpu;
if((typeof data91 == "number") && (isFinite(data91))){
if(data91 <= 0 || isNaN(data91)){
const err120 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
else {
const err121 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data90.memory !== undefined){
let data92 = data90.memory;
if((typeof data92 !== "string") && (!(((typeof data92 == "number") && (!(data92 % 1) && !isNaN(data92))) && (isFinite(data92))))){
const err122 = {instancePath:instancePath+"/resources/memory",schemaPath:"#/properties/resources/properties/memory/type",keyword:"type",params:{type: schema31.properties.resources.properties.memory.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data90.disk !== undefined){
let data93 = data90.disk;
if((typeof data93 !== "string") && (!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93))))){
const err123 = {instancePath:instancePath+"/resources/disk",schemaPath:"#/properties/resources/properties/disk/type",keyword:"type",params:{type: schema31.properties.resources.properties.disk.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data90.timeout !== undefined){
if(typeof data90.timeout !== "string"){
const err124 = {instancePath:instancePath+"/resources/timeout",schemaPath:"#/properties/resources/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
}
else {
const err125 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data.exports !== undefined){
let data95 = data.exports;
if(Array.isArray(data95)){
const len17 = data95.length;
for(let i28=0; i28<len17; i28++){
let data96 = data95[i28];
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.type === undefined){
const err126 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key15 in data96){
if(!((key15 === "type") || (key15 === "architecture"))){
const err127 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data96.type !== undefined){
let data97 = data96.type;
if(!((((((data97 === "qcow2") || (data97 === "raw")) || (data97 === "vmdk")) || (data97 === "iso")) || (data97 === "ami")) || (data97 === "tar"))){
const err128 = {instancePath:instancePath+"/exports/" + i28+"/type",schemaPath:"#/properties/exports/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.items.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data96.architecture !== undefined){
let data98 = data96.architecture;
if(!((data98 === "x86_64") || (data98 === "aarch64"))){
const err129 = {instancePath:instancePath+"/exports/" + i28+"/architecture",schemaPath:"#/properties/exports/items/properties/architecture/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.items.properties.architecture.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data.test !== undefined){
let data99 = data.test;
if(data99 && typeof data99 == "object" && !Array.isArray(data99)){
if(data99.command === undefined){
const err132 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
for(const key16 in data99){
if(!(key16 === "command")){
const err133 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data99.command !== undefined){
let data100 = data99.command;
if(Array.isArray(data100)){
if(data100.length < 1){
const err134 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
const len18 = data100.length;
for(let i29=0; i29<len18; i29++){
if(typeof data100[i29] !== "string"){
const err135 = {instancePath:instancePath+"/test/command/" + i29,schemaPath:"#/properties/test/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
else {
const err136 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
else {
const err137 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isCaskwrightFile = validate21;
const schema32 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/caskwright.schema.json","type":"object","properties":{"registry":{"type":["string","object"],"properties":{"host":{"type":"string"},"namespace":{"type":"string"},"kind":{"enum":["auto","oci","ghcr","harbor"]},"insecure":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"trust_on_first_use":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"credentials":{"type":"string"},"ca":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"images":{"type":"array","minItems":1,"items":{"type":"string"}},"names":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"mirrors":{"type":"object","additionalProperties":{"type":"string"}},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"include":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"branches":{"type":"object","properties":{"default":{"type":"string"},"publish":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"tags":{"type":"object","properties":{"latest":{"enum":["push","release"]},"push":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"release":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"policy":{"type":"object","properties":{"bases":{"type":["array","string"],"uniqueItems":true,"items":{"type":"string"}},"base_digests":{"enum":["off","warning","error"]},"untagged_base":{"enum":["off","warning","error"]},"unpinned":{"enum":["off","warning","error"]},"pins":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["hash","url-digest"]}},"hashes":{"enum":["off","warning","error"]},"requirement_options":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["index-url","requirement-file","editable","vcs","url"]}},"versions":{"enum":["immutable","source","mutable"]},"frontends":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"lint":{"type":"object","additionalProperties":{"enum":["off","warning","error"]}},"limits":{"type":"object","properties":{"default":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","number"]},"disk":{"type":["string","number"]},"timeout":{"type":"string"}},"additionalProperties":false},"maximum":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","number"]},"disk":{"type":["string","number"]},"timeout":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"scan":{"type":"object","properties":{"scanner":{"enum":["auto","trivy","grype"]},"severity":{"enum":["low","medium","high","critical"]},"unfixed":{"type":"boolean"},"ignore":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"missing":{"enum":["refuse","note"]}},"additionalProperties":false},"context":{"enum":["whole","used"]},"max_age":{"type":"string"},"public_registries":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"signing":{"enum":["key","keyless"]},"sbom":{"type":"boolean"},"control":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"method":{"enum":["PUT","POST"]},"path":{"type":"string"},"token_env":{"type":"string"},"required":{"type":"boolean"}},"additionalProperties":false},"flightctl":{"type":"object","required":["api"],"properties":{"api":{"type":"string"},"token_env":{"type":"string"},"ca":{"type":"string"},"expiration":{"type":"string"},"timeout":{"type":"string"}},"additionalProperties":false},"builder":{"type":"object","properties":{"kind":{"enum":["auto","buildx","buildah","podman"]},"reproducible":{"type":"boolean"}},"additionalProperties":false},"containers":{"type":"object","additionalProperties":{"type":"string"}},"runtime":{"type":"object","properties":{"engine":{"enum":["auto","docker","podman","container"]},"catalogue":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"token_env":{"type":"string"},"category":{"type":"string"},"tag":{"type":"string"}},"additionalProperties":false},"sessions":{"type":"object","properties":{"label":{"type":"string"},"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false},"settle":{"type":"integer","minimum":0,"maximum":600}},"additionalProperties":false},"retention":{"type":"object","properties":{"landings":{"type":"string"}},"additionalProperties":false},"exports":{"type":"object","properties":{"storage":{"type":"object","properties":{"kind":{"enum":["local","pvc","s3"]},"path":{"type":"string"},"endpoint":{"type":"string"},"bucket":{"type":"string"},"region":{"type":"string"},"prefix":{"type":"string"}},"additionalProperties":false},"keep":{"type":"integer","minimum":1},"max_size":{"type":["string","integer"]},"image_builder":{"type":"string"}},"additionalProperties":false},"concurrency":{"type":"integer","minimum":1,"maximum":256}},"additionalProperties":false};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/caskwright.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.registry !== undefined){
let data0 = data.registry;
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
const err1 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/type",keyword:"type",params:{type: schema32.properties.registry.type},message:"must be string,object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(((((((key1 === "host") || (key1 === "namespace")) || (key1 === "kind")) || (key1 === "insecure")) || (key1 === "trust_on_first_use")) || (key1 === "credentials")) || (key1 === "ca"))){
const err2 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.host !== undefined){
if(typeof data0.host !== "string"){
const err3 = {instancePath:instancePath+"/registry/host",schemaPath:"#/properties/registry/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.namespace !== undefined){
if(typeof data0.namespace !== "string"){
const err4 = {instancePath:instancePath+"/registry/namespace",schemaPath:"#/properties/registry/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.kind !== undefined){
let data3 = data0.kind;
if(!((((data3 === "auto") || (data3 === "oci")) || (data3 === "ghcr")) || (data3 === "harbor"))){
const err5 = {instancePath:instancePath+"/registry/kind",schemaPath:"#/properties/registry/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.registry.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.insecure !== undefined){
let data4 = data0.insecure;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(typeof data4[i0] !== "string"){
const err6 = {instancePath:instancePath+"/registry/insecure/" + i0,schemaPath:"#/properties/registry/properties/insecure/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data4.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data4[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.trust_on_first_use !== undefined){
let data6 = data0.trust_on_first_use;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i2=0; i2<len1; i2++){
if(typeof data6[i2] !== "string"){
const err9 = {instancePath:instancePath+"/registry/trust_on_first_use/" + i2,schemaPath:"#/properties/registry/properties/trust_on_first_use/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
let i3 = data6.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data6[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err10 = {instancePath:instancePath+"/registry/trust_on_first_use",schemaPath:"#/properties/registry/properties/trust_on_first_use/uniqueItems",keyword:"uniqueItems",params:{i: i3, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i3+" are identical)"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err11 = {instancePath:instancePath+"/registry/trust_on_first_use",schemaPath:"#/properties/registry/properties/trust_on_first_use/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data0.credentials !== undefined){
if(typeof data0.credentials !== "string"){
const err12 = {instancePath:instancePath+"/registry/credentials",schemaPath:"#/properties/registry/properties/credentials/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data0.ca !== undefined){
let data9 = data0.ca;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
if(typeof data9[key2] !== "string"){
const err13 = {instancePath:instancePath+"/registry/ca/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/registry/properties/ca/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/registry/ca",schemaPath:"#/properties/registry/properties/ca/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
if(data.images !== undefined){
let data11 = data.images;
if(Array.isArray(data11)){
if(data11.length < 1){
const err15 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
const len2 = data11.length;
for(let i4=0; i4<len2; i4++){
if(typeof data11[i4] !== "string"){
const err16 = {instancePath:instancePath+"/images/" + i4,schemaPath:"#/properties/images/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.names !== undefined){
let data13 = data.names;
if(Array.isArray(data13)){
const len3 = data13.length;
for(let i5=0; i5<len3; i5++){
if(typeof data13[i5] !== "string"){
const err18 = {instancePath:instancePath+"/names/" + i5,schemaPath:"#/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
let i6 = data13.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data13[i6];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err19 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err20 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.mirrors !== undefined){
let data15 = data.mirrors;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key3 in data15){
if(typeof data15[key3] !== "string"){
const err21 = {instancePath:instancePath+"/mirrors/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/mirrors/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/mirrors",schemaPath:"#/properties/mirrors/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.args !== undefined){
let data17 = data.args;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key4 in data17){
let data18 = data17[key4];
if(((typeof data18 !== "string") && (!((typeof data18 == "number") && (isFinite(data18))))) && (typeof data18 !== "boolean")){
const err23 = {instancePath:instancePath+"/args/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema32.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.platforms !== undefined){
let data19 = data.platforms;
if(Array.isArray(data19)){
if(data19.length < 1){
const err25 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
const len4 = data19.length;
for(let i7=0; i7<len4; i7++){
if(typeof data19[i7] !== "string"){
const err26 = {instancePath:instancePath+"/platforms/" + i7,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
let i8 = data19.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data19[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err27 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err28 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.include !== undefined){
let data21 = data.include;
if(Array.isArray(data21)){
const len5 = data21.length;
for(let i9=0; i9<len5; i9++){
if(typeof data21[i9] !== "string"){
const err29 = {instancePath:instancePath+"/include/" + i9,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
let i10 = data21.length;
let j4;
if(i10 > 1){
const indices4 = {};
for(;i10--;){
let item4 = data21[i10];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err30 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i10+" are identical)"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
break;
}
indices4[item4] = i10;
}
}
}
else {
const err31 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.branches !== undefined){
let data23 = data.branches;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key5 in data23){
if(!((key5 === "default") || (key5 === "publish"))){
const err32 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data23.default !== undefined){
if(typeof data23.default !== "string"){
const err33 = {instancePath:instancePath+"/branches/default",schemaPath:"#/properties/branches/properties/default/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data23.publish !== undefined){
let data25 = data23.publish;
if(Array.isArray(data25)){
const len6 = data25.length;
for(let i11=0; i11<len6; i11++){
if(typeof data25[i11] !== "string"){
const err34 = {instancePath:instancePath+"/branches/publish/" + i11,schemaPath:"#/properties/branches/properties/publish/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
let i12 = data25.length;
let j5;
if(i12 > 1){
const indices5 = {};
for(;i12--;){
let item5 = data25[i12];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err35 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i12+" are identical)"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
break;
}
indices5[item5] = i12;
}
}
}
else {
const err36 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.tags !== undefined){
let data27 = data.tags;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key6 in data27){
if(!(((key6 === "latest") || (key6 === "push")) || (key6 === "release"))){
const err38 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data27.latest !== undefined){
let data28 = data27.latest;
if(!((data28 === "push") || (data28 === "release"))){
const err39 = {instancePath:instancePath+"/tags/latest",schemaPath:"#/properties/tags/properties/latest/enum",keyword:"enum",params:{allowedValues: schema32.properties.tags.properties.latest.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data27.push !== undefined){
let data29 = data27.push;
if(Array.isArray(data29)){
const len7 = data29.length;
for(let i13=0; i13<len7; i13++){
if(typeof data29[i13] !== "string"){
const err40 = {instancePath:instancePath+"/tags/push/" + i13,schemaPath:"#/properties/tags/properties/push/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
let i14 = data29.length;
let j6;
if(i14 > 1){
const indices6 = {};
for(;i14--;){
let item6 = data29[i14];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err41 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/uniqueItems",keyword:"uniqueItems",params:{i: i14, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i14+" are identical)"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
break;
}
indices6[item6] = i14;
}
}
}
else {
const err42 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data27.release !== undefined){
let data31 = data27.release;
if(Array.isArray(data31)){
const len8 = data31.length;
for(let i15=0; i15<len8; i15++){
if(typeof data31[i15] !== "string"){
const err43 = {instancePath:instancePath+"/tags/release/" + i15,schemaPath:"#/properties/tags/properties/release/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
let i16 = data31.length;
let j7;
if(i16 > 1){
const indices7 = {};
for(;i16--;){
let item7 = data31[i16];
if(typeof item7 !== "string"){
continue;
}
if(typeof indices7[item7] == "number"){
j7 = indices7[item7];
const err44 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/uniqueItems",keyword:"uniqueItems",params:{i: i16, j: j7},message:"must NOT have duplicate items (items ## "+j7+" and "+i16+" are identical)"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
break;
}
indices7[item7] = i16;
}
}
}
else {
const err45 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.policy !== undefined){
let data33 = data.policy;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
for(const key7 in data33){
if(!(func1.call(schema32.properties.policy.properties, key7))){
const err47 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data33.bases !== undefined){
let data34 = data33.bases;
if((!(Array.isArray(data34))) && (typeof data34 !== "string")){
const err48 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/type",keyword:"type",params:{type: schema32.properties.policy.properties.bases.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(Array.isArray(data34)){
const len9 = data34.length;
for(let i17=0; i17<len9; i17++){
if(typeof data34[i17] !== "string"){
const err49 = {instancePath:instancePath+"/policy/bases/" + i17,schemaPath:"#/properties/policy/properties/bases/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
let i18 = data34.length;
let j8;
if(i18 > 1){
const indices8 = {};
for(;i18--;){
let item8 = data34[i18];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err50 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/uniqueItems",keyword:"uniqueItems",params:{i: i18, j: j8},message:"must NOT have duplicate items (items ## "+j8+" and "+i18+" are identical)"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
break;
}
indices8[item8] = i18;
}
}
}
}
if(data33.base_digests !== undefined){
let data36 = data33.base_digests;
if(!(((data36 === "off") || (data36 === "warning")) || (data36 === "error"))){
const err51 = {instancePath:instancePath+"/policy/base_digests",schemaPath:"#/properties/policy/properties/base_digests/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.base_digests.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data33.untagged_base !== undefined){
let data37 = data33.untagged_base;
if(!(((data37 === "off") || (data37 === "warning")) || (data37 === "error"))){
const err52 = {instancePath:instancePath+"/policy/untagged_base",schemaPath:"#/properties/policy/properties/untagged_base/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.untagged_base.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data33.unpinned !== undefined){
let data38 = data33.unpinned;
if(!(((data38 === "off") || (data38 === "warning")) || (data38 === "error"))){
const err53 = {instancePath:instancePath+"/policy/unpinned",schemaPath:"#/properties/policy/properties/unpinned/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.unpinned.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data33.pins !== undefined){
let data39 = data33.pins;
if(Array.isArray(data39)){
const len10 = data39.length;
for(let i19=0; i19<len10; i19++){
let data40 = data39[i19];
if(typeof data40 !== "string"){
const err54 = {instancePath:instancePath+"/policy/pins/" + i19,schemaPath:"#/properties/policy/properties/pins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!((data40 === "hash") || (data40 === "url-digest"))){
const err55 = {instancePath:instancePath+"/policy/pins/" + i19,schemaPath:"#/properties/policy/properties/pins/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.pins.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
let i20 = data39.length;
let j9;
if(i20 > 1){
const indices9 = {};
for(;i20--;){
let item9 = data39[i20];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err56 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/uniqueItems",keyword:"uniqueItems",params:{i: i20, j: j9},message:"must NOT have duplicate items (items ## "+j9+" and "+i20+" are identical)"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
break;
}
indices9[item9] = i20;
}
}
}
else {
const err57 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data33.hashes !== undefined){
let data41 = data33.hashes;
if(!(((data41 === "off") || (data41 === "warning")) || (data41 === "error"))){
const err58 = {instancePath:instancePath+"/policy/hashes",schemaPath:"#/properties/policy/properties/hashes/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.hashes.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data33.requirement_options !== undefined){
let data42 = data33.requirement_options;
if(Array.isArray(data42)){
const len11 = data42.length;
for(let i21=0; i21<len11; i21++){
let data43 = data42[i21];
if(typeof data43 !== "string"){
const err59 = {instancePath:instancePath+"/policy/requirement_options/" + i21,schemaPath:"#/properties/policy/properties/requirement_options/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(!(((((data43 === "index-url") || (data43 === "requirement-file")) || (data43 === "editable")) || (data43 === "vcs")) || (data43 === "url"))){
const err60 = {instancePath:instancePath+"/policy/requirement_options/" + i21,schemaPath:"#/properties/policy/properties/requirement_options/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.requirement_options.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
let i22 = data42.length;
let j10;
if(i22 > 1){
const indices10 = {};
for(;i22--;){
let item10 = data42[i22];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err61 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/uniqueItems",keyword:"uniqueItems",params:{i: i22, j: j10},message:"must NOT have duplicate items (items ## "+j10+" and "+i22+" are identical)"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
break;
}
indices10[item10] = i22;
}
}
}
else {
const err62 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data33.versions !== undefined){
let data44 = data33.versions;
if(!(((data44 === "immutable") || (data44 === "source")) || (data44 === "mutable"))){
const err63 = {instancePath:instancePath+"/policy/versions",schemaPath:"#/properties/policy/properties/versions/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.versions.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data33.frontends !== undefined){
let data45 = data33.frontends;
if(Array.isArray(data45)){
const len12 = data45.length;
for(let i23=0; i23<len12; i23++){
if(typeof data45[i23] !== "string"){
const err64 = {instancePath:instancePath+"/policy/frontends/" + i23,schemaPath:"#/properties/policy/properties/frontends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
let i24 = data45.length;
let j11;
if(i24 > 1){
const indices11 = {};
for(;i24--;){
let item11 = data45[i24];
if(typeof item11 !== "string"){
continue;
}
if(typeof indices11[item11] == "number"){
j11 = indices11[item11];
const err65 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/uniqueItems",keyword:"uniqueItems",params:{i: i24, j: j11},message:"must NOT have duplicate items (items ## "+j11+" and "+i24+" are identical)"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
break;
}
indices11[item11] = i24;
}
}
}
else {
const err66 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data33.lint !== undefined){
let data47 = data33.lint;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
for(const key8 in data47){
let data48 = data47[key8];
if(!(((data48 === "off") || (data48 === "warning")) || (data48 === "error"))){
const err67 = {instancePath:instancePath+"/policy/lint/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/policy/properties/lint/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.lint.additionalProperties.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/policy/lint",schemaPath:"#/properties/policy/properties/lint/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data33.limits !== undefined){
let data49 = data33.limits;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key9 in data49){
if(!((key9 === "default") || (key9 === "maximum"))){
const err69 = {instancePath:instancePath+"/policy/limits",schemaPath:"#/properties/policy/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data49.default !== undefined){
let data50 = data49.default;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
for(const key10 in data50){
if(!((((key10 === "cpu") || (key10 === "memory")) || (key10 === "disk")) || (key10 === "timeout"))){
const err70 = {instancePath:instancePath+"/policy/limits/default",schemaPath:"#/properties/policy/properties/limits/properties/default/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data50.cpu !== undefined){
let data51 = data50.cpu;
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 <= 0 || isNaN(data51)){
const err71 = {instancePath:instancePath+"/policy/limits/default/cpu",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/policy/limits/default/cpu",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/cpu/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data50.memory !== undefined){
let data52 = data50.memory;
if((typeof data52 !== "string") && (!((typeof data52 == "number") && (isFinite(data52))))){
const err73 = {instancePath:instancePath+"/policy/limits/default/memory",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/memory/type",keyword:"type",params:{type: schema32.properties.policy.properties.limits.properties.default.properties.memory.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data50.disk !== undefined){
let data53 = data50.disk;
if((typeof data53 !== "string") && (!((typeof data53 == "number") && (isFinite(data53))))){
const err74 = {instancePath:instancePath+"/policy/limits/default/disk",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/disk/type",keyword:"type",params:{type: schema32.properties.policy.properties.limits.properties.default.properties.disk.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data50.timeout !== undefined){
if(typeof data50.timeout !== "string"){
const err75 = {instancePath:instancePath+"/policy/limits/default/timeout",schemaPath:"#/properties/policy/properties/limits/properties/default/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/policy/limits/default",schemaPath:"#/properties/policy/properties/limits/properties/default/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data49.maximum !== undefined){
let data55 = data49.maximum;
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
for(const key11 in data55){
if(!((((key11 === "cpu") || (key11 === "memory")) || (key11 === "disk")) || (key11 === "timeout"))){
const err77 = {instancePath:instancePath+"/policy/limits/maximum",schemaPath:"#/properties/policy/properties/limits/properties/maximum/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data55.cpu !== undefined){
let data56 = data55.cpu;
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 <= 0 || isNaN(data56)){
const err78 = {instancePath:instancePath+"/policy/limits/maximum/cpu",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath:instancePath+"/policy/limits/maximum/cpu",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/cpu/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data55.memory !== undefined){
let data57 = data55.memory;
if((typeof data57 !== "string") && (!((typeof data57 == "number") && (isFinite(data57))))){
const err80 = {instancePath:instancePath+"/policy/limits/maximum/memory",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/memory/type",keyword:"type",params:{type: schema32.properties.policy.properties.limits.properties.maximum.properties.memory.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data55.disk !== undefined){
let data58 = data55.disk;
if((typeof data58 !== "string") && (!((typeof data58 == "number") && (isFinite(data58))))){
const err81 = {instancePath:instancePath+"/policy/limits/maximum/disk",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/disk/type",keyword:"type",params:{type: schema32.properties.policy.properties.limits.properties.maximum.properties.disk.type},message:"must be string,number"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data55.timeout !== undefined){
if(typeof data55.timeout !== "string"){
const err82 = {instancePath:instancePath+"/policy/limits/maximum/timeout",schemaPath:"#/properties/policy/properties/limits/properties/maximum/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/policy/limits/maximum",schemaPath:"#/properties/policy/properties/limits/properties/maximum/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath:instancePath+"/policy/limits",schemaPath:"#/properties/policy/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data33.scan !== undefined){
let data60 = data33.scan;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key12 in data60){
if(!(((((key12 === "scanner") || (key12 === "severity")) || (key12 === "unfixed")) || (key12 === "ignore")) || (key12 === "missing"))){
const err85 = {instancePath:instancePath+"/policy/scan",schemaPath:"#/properties/policy/properties/scan/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data60.scanner !== undefined){
let data61 = data60.scanner;
if(!(((data61 === "auto") || (data61 === "trivy")) || (data61 === "grype"))){
const err86 = {instancePath:instancePath+"/policy/scan/scanner",schemaPath:"#/properties/policy/properties/scan/properties/scanner/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.scan.properties.scanner.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data60.severity !== undefined){
let data62 = data60.severity;
if(!((((data62 === "low") || (data62 === "medium")) || (data62 === "high")) || (data62 === "critical"))){
const err87 = {instancePath:instancePath+"/policy/scan/severity",schemaPath:"#/properties/policy/properties/scan/properties/severity/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.scan.properties.severity.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data60.unfixed !== undefined){
if(typeof data60.unfixed !== "boolean"){
const err88 = {instancePath:instancePath+"/policy/scan/unfixed",schemaPath:"#/properties/policy/properties/scan/properties/unfixed/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data60.ignore !== undefined){
let data64 = data60.ignore;
if(Array.isArray(data64)){
const len13 = data64.length;
for(let i25=0; i25<len13; i25++){
if(typeof data64[i25] !== "string"){
const err89 = {instancePath:instancePath+"/policy/scan/ignore/" + i25,schemaPath:"#/properties/policy/properties/scan/properties/ignore/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
let i26 = data64.length;
let j12;
if(i26 > 1){
const indices12 = {};
for(;i26--;){
let item12 = data64[i26];
if(typeof item12 !== "string"){
continue;
}
if(typeof indices12[item12] == "number"){
j12 = indices12[item12];
const err90 = {instancePath:instancePath+"/policy/scan/ignore",schemaPath:"#/properties/policy/properties/scan/properties/ignore/uniqueItems",keyword:"uniqueItems",params:{i: i26, j: j12},message:"must NOT have duplicate items (items ## "+j12+" and "+i26+" are identical)"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
break;
}
indices12[item12] = i26;
}
}
}
else {
const err91 = {instancePath:instancePath+"/policy/scan/ignore",schemaPath:"#/properties/policy/properties/scan/properties/ignore/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data60.missing !== undefined){
let data66 = data60.missing;
if(!((data66 === "refuse") || (data66 === "note"))){
const err92 = {instancePath:instancePath+"/policy/scan/missing",schemaPath:"#/properties/policy/properties/scan/properties/missing/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.scan.properties.missing.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/policy/scan",schemaPath:"#/properties/policy/properties/scan/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data33.context !== undefined){
let data67 = data33.context;
if(!((data67 === "whole") || (data67 === "used"))){
const err94 = {instancePath:instancePath+"/policy/context",schemaPath:"#/properties/policy/properties/context/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.context.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data33.max_age !== undefined){
if(typeof data33.max_age !== "string"){
const err95 = {instancePath:instancePath+"/policy/max_age",schemaPath:"#/properties/policy/properties/max_age/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data33.public_registries !== undefined){
let data69 = data33.public_registries;
if(Array.isArray(data69)){
const len14 = data69.length;
for(let i27=0; i27<len14; i27++){
if(typeof data69[i27] !== "string"){
const err96 = {instancePath:instancePath+"/policy/public_registries/" + i27,schemaPath:"#/properties/policy/properties/public_registries/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
let i28 = data69.length;
let j13;
if(i28 > 1){
const indices13 = {};
for(;i28--;){
let item13 = data69[i28];
if(typeof item13 !== "string"){
continue;
}
if(typeof indices13[item13] == "number"){
j13 = indices13[item13];
const err97 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/uniqueItems",keyword:"uniqueItems",params:{i: i28, j: j13},message:"must NOT have duplicate items (items ## "+j13+" and "+i28+" are identical)"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
break;
}
indices13[item13] = i28;
}
}
}
else {
const err98 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data.signing !== undefined){
let data71 = data.signing;
if(!((data71 === "key") || (data71 === "keyless"))){
const err100 = {instancePath:instancePath+"/signing",schemaPath:"#/properties/signing/enum",keyword:"enum",params:{allowedValues: schema32.properties.signing.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.sbom !== undefined){
if(typeof data.sbom !== "boolean"){
const err101 = {instancePath:instancePath+"/sbom",schemaPath:"#/properties/sbom/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data.control !== undefined){
let data73 = data.control;
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.url === undefined){
const err102 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
for(const key13 in data73){
if(!(((((key13 === "url") || (key13 === "method")) || (key13 === "path")) || (key13 === "token_env")) || (key13 === "required"))){
const err103 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data73.url !== undefined){
if(typeof data73.url !== "string"){
const err104 = {instancePath:instancePath+"/control/url",schemaPath:"#/properties/control/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data73.method !== undefined){
let data75 = data73.method;
if(!((data75 === "PUT") || (data75 === "POST"))){
const err105 = {instancePath:instancePath+"/control/method",schemaPath:"#/properties/control/properties/method/enum",keyword:"enum",params:{allowedValues: schema32.properties.control.properties.method.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data73.path !== undefined){
if(typeof data73.path !== "string"){
const err106 = {instancePath:instancePath+"/control/path",schemaPath:"#/properties/control/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data73.token_env !== undefined){
if(typeof data73.token_env !== "string"){
const err107 = {instancePath:instancePath+"/control/token_env",schemaPath:"#/properties/control/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data73.required !== undefined){
if(typeof data73.required !== "boolean"){
const err108 = {instancePath:instancePath+"/control/required",schemaPath:"#/properties/control/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data.flightctl !== undefined){
let data79 = data.flightctl;
if(data79 && typeof data79 == "object" && !Array.isArray(data79)){
if(data79.api === undefined){
const err110 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/required",keyword:"required",params:{missingProperty: "api"},message:"must have required property '"+"api"+"'"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
for(const key14 in data79){
if(!(((((key14 === "api") || (key14 === "token_env")) || (key14 === "ca")) || (key14 === "expiration")) || (key14 === "timeout"))){
const err111 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data79.api !== undefined){
if(typeof data79.api !== "string"){
const err112 = {instancePath:instancePath+"/flightctl/api",schemaPath:"#/properties/flightctl/properties/api/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data79.token_env !== undefined){
if(typeof data79.token_env !== "string"){
const err113 = {instancePath:instancePath+"/flightctl/token_env",schemaPath:"#/properties/flightctl/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data79.ca !== undefined){
if(typeof data79.ca !== "string"){
const err114 = {instancePath:instancePath+"/flightctl/ca",schemaPath:"#/properties/flightctl/properties/ca/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data79.expiration !== undefined){
if(typeof data79.expiration !== "string"){
const err115 = {instancePath:instancePath+"/flightctl/expiration",schemaPath:"#/properties/flightctl/properties/expiration/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data79.timeout !== undefined){
if(typeof data79.timeout !== "string"){
const err116 = {instancePath:instancePath+"/flightctl/timeout",schemaPath:"#/properties/flightctl/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
else {
const err117 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.builder !== undefined){
let data85 = data.builder;
if(data85 && typeof data85 == "object" && !Array.isArray(data85)){
for(const key15 in data85){
if(!((key15 === "kind") || (key15 === "reproducible"))){
const err118 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data85.kind !== undefined){
let data86 = data85.kind;
if(!((((data86 === "auto") || (data86 === "buildx")) || (data86 === "buildah")) || (data86 === "podman"))){
const err119 = {instancePath:instancePath+"/builder/kind",schemaPath:"#/properties/builder/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.builder.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data85.reproducible !== undefined){
if(typeof data85.reproducible !== "boolean"){
const err120 = {instancePath:instancePath+"/builder/reproducible",schemaPath:"#/properties/builder/properties/reproducible/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data.containers !== undefined){
let data88 = data.containers;
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
for(const key16 in data88){
if(typeof data88[key16] !== "string"){
const err122 = {instancePath:instancePath+"/containers/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/containers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data.runtime !== undefined){
let data90 = data.runtime;
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
for(const key17 in data90){
if(!((((key17 === "engine") || (key17 === "catalogue")) || (key17 === "sessions")) || (key17 === "settle"))){
const err124 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data90.engine !== undefined){
let data91 = data90.engine;
if(!((((data91 === "auto") || (data91 === "docker")) || (data91 === "podman")) || (data91 === "container"))){
const err125 = {instancePath:instancePath+"/runtime/engine",schemaPath:"#/properties/runtime/properties/engine/enum",keyword:"enum",params:{allowedValues: schema32.properties.runtime.properties.engine.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data90.catalogue !== undefined){
let data92 = data90.catalogue;
if(data92 && typeof data92 == "object" && !Array.isArray(data92)){
if(data92.url === undefined){
const err126 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key18 in data92){
if(!((((key18 === "url") || (key18 === "token_env")) || (key18 === "category")) || (key18 === "tag"))){
const err127 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data92.url !== undefined){
if(typeof data92.url !== "string"){
const err128 = {instancePath:instancePath+"/runtime/catalogue/url",schemaPath:"#/properties/runtime/properties/catalogue/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data92.token_env !== undefined){
if(typeof data92.token_env !== "string"){
const err129 = {instancePath:instancePath+"/runtime/catalogue/token_env",schemaPath:"#/properties/runtime/properties/catalogue/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
if(data92.category !== undefined){
if(typeof data92.category !== "string"){
const err130 = {instancePath:instancePath+"/runtime/catalogue/category",schemaPath:"#/properties/runtime/properties/catalogue/properties/category/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data92.tag !== undefined){
if(typeof data92.tag !== "string"){
const err131 = {instancePath:instancePath+"/runtime/catalogue/tag",schemaPath:"#/properties/runtime/properties/catalogue/properties/tag/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data90.sessions !== undefined){
let data97 = data90.sessions;
if(data97 && typeof data97 == "object" && !Array.isArray(data97)){
for(const key19 in data97){
if(!((key19 === "label") || (key19 === "command"))){
const err133 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data97.label !== undefined){
if(typeof data97.label !== "string"){
const err134 = {instancePath:instancePath+"/runtime/sessions/label",schemaPath:"#/properties/runtime/properties/sessions/properties/label/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data97.command !== undefined){
let data99 = data97.command;
if(Array.isArray(data99)){
if(data99.length < 1){
const err135 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
const len15 = data99.length;
for(let i29=0; i29<len15; i29++){
if(typeof data99[i29] !== "string"){
const err136 = {instancePath:instancePath+"/runtime/sessions/command/" + i29,schemaPath:"#/properties/runtime/properties/sessions/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
else {
const err137 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data90.settle !== undefined){
let data101 = data90.settle;
if(!(((typeof data101 == "number") && (!(data101 % 1) && !isNaN(data101))) && (isFinite(data101)))){
const err139 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if((typeof data101 == "number") && (isFinite(data101))){
if(data101 > 600 || isNaN(data101)){
const err140 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/maximum",keyword:"maximum",params:{comparison: "<=", limit: 600},message:"must be <= 600"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data101 < 0 || isNaN(data101)){
const err141 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
}
else {
const err142 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data.retention !== undefined){
let data102 = data.retention;
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
for(const key20 in data102){
if(!(key20 === "landings")){
const err143 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data102.landings !== undefined){
if(typeof data102.landings !== "string"){
const err144 = {instancePath:instancePath+"/retention/landings",schemaPath:"#/properties/retention/properties/landings/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
}
else {
const err145 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data.exports !== undefined){
let data104 = data.exports;
if(data104 && typeof data104 == "object" && !Array.isArray(data104)){
for(const key21 in data104){
if(!((((key21 === "storage") || (key21 === "keep")) || (key21 === "max_size")) || (key21 === "image_builder"))){
const err146 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data104.storage !== undefined){
let data105 = data104.storage;
if(data105 && typeof data105 == "object" && !Array.isArray(data105)){
for(const key22 in data105){
if(!((((((key22 === "kind") || (key22 === "path")) || (key22 === "endpoint")) || (key22 === "bucket")) || (key22 === "region")) || (key22 === "prefix"))){
const err147 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data105.kind !== undefined){
let data106 = data105.kind;
if(!(((data106 === "local") || (data106 === "pvc")) || (data106 === "s3"))){
const err148 = {instancePath:instancePath+"/exports/storage/kind",schemaPath:"#/properties/exports/properties/storage/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.exports.properties.storage.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data105.path !== undefined){
if(typeof data105.path !== "string"){
const err149 = {instancePath:instancePath+"/exports/storage/path",schemaPath:"#/properties/exports/properties/storage/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data105.endpoint !== undefined){
if(typeof data105.endpoint !== "string"){
const err150 = {instancePath:instancePath+"/exports/storage/endpoint",schemaPath:"#/properties/exports/properties/storage/properties/endpoint/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data105.bucket !== undefined){
if(typeof data105.bucket !== "string"){
const err151 = {instancePath:instancePath+"/exports/storage/bucket",schemaPath:"#/properties/exports/properties/storage/properties/bucket/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data105.region !== undefined){
if(typeof data105.region !== "string"){
const err152 = {instancePath:instancePath+"/exports/storage/region",schemaPath:"#/properties/exports/properties/storage/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data105.prefix !== undefined){
if(typeof data105.prefix !== "string"){
const err153 = {instancePath:instancePath+"/exports/storage/prefix",schemaPath:"#/properties/exports/properties/storage/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
}
else {
const err154 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data104.keep !== undefined){
let data112 = data104.keep;
if(!(((typeof data112 == "number") && (!(data112 % 1) && !isNaN(data112))) && (isFinite(data112)))){
const err155 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if((typeof data112 == "number") && (isFinite(data112))){
if(data112 < 1 || isNaN(data112)){
const err156 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
}
if(data104.max_size !== undefined){
let data113 = data104.max_size;
if((typeof data113 !== "string") && (!(((typeof data113 == "number") && (!(data113 % 1) && !isNaN(data113))) && (isFinite(data113))))){
const err157 = {instancePath:instancePath+"/exports/max_size",schemaPath:"#/properties/exports/properties/max_size/type",keyword:"type",params:{type: schema32.properties.exports.properties.max_size.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data104.image_builder !== undefined){
if(typeof data104.image_builder !== "string"){
const err158 = {instancePath:instancePath+"/exports/image_builder",schemaPath:"#/properties/exports/properties/image_builder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
}
else {
const err159 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
if(data.concurrency !== undefined){
let data115 = data.concurrency;
if(!(((typeof data115 == "number") && (!(data115 % 1) && !isNaN(data115))) && (isFinite(data115)))){
const err160 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
if((typeof data115 == "number") && (isFinite(data115))){
if(data115 > 256 || isNaN(data115)){
const err161 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
if(data115 < 1 || isNaN(data115)){
const err162 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
}
else {
const err163 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isServerFile = validate22;
const schema33 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/server.schema.json","type":"object","properties":{"host":{"type":"string"},"port":{"type":"integer","minimum":0,"maximum":65535},"data":{"type":"string"},"public_url":{"type":"string"},"database_url":{"type":"string"},"log_level":{"enum":["debug","info","warn","error","silent"]},"github":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"app":{"type":"object","required":["id","private_key"],"properties":{"id":{"type":"string"},"private_key":{"type":"string"}},"additionalProperties":false},"api_url":{"type":"string"}},"additionalProperties":false},"gitea":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"url":{"type":"string"}},"additionalProperties":false},"repositories":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"id":{"type":"string"},"forge":{"enum":["github","gitea","git"]},"full_name":{"type":"string"},"default_branch":{"type":"string"},"webhook_secret":{"type":"string"},"token":{"type":"string"},"senders":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"auth":{"type":"object","properties":{"anonymous":{"type":"boolean"},"admin_token":{"type":"string"},"origins":{"type":"array","items":{"type":"string"}},"oidc":{"type":"object","required":["issuer","client_id"],"properties":{"issuer":{"type":"string"},"audience":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string"},"roles_claim":{"type":"string"},"roles":{"type":"object","additionalProperties":{"enum":["viewer","builder","admin"]}}},"additionalProperties":false}},"additionalProperties":false},"worker":{"type":"object","properties":{"slots":{"type":"integer","minimum":0,"maximum":256},"platforms":{"type":"array","items":{"type":"string"}},"builder":{"enum":["auto","buildx","podman","buildah"]}},"additionalProperties":false},"pull_requests":{"type":"object","properties":{"registry":{"type":"string"}},"additionalProperties":false},"limits":{"type":"object","properties":{"runs":{"type":"integer","minimum":1,"maximum":1000},"runs_per_repository":{"type":"integer","minimum":1,"maximum":1000},"builds_per_repository":{"type":"integer","minimum":1,"maximum":10000}},"additionalProperties":false},"retention":{"type":"object","properties":{"runs":{"type":"string"},"logs":{"type":"string"},"deliveries":{"type":"string"}},"additionalProperties":false},"exports":{"type":"object","properties":{"storage":{"type":"object","properties":{"kind":{"enum":["local","pvc","s3"]},"path":{"type":"string"},"endpoint":{"type":"string"},"bucket":{"type":"string"},"region":{"type":"string"},"prefix":{"type":"string"}},"additionalProperties":false},"keep":{"type":"integer","minimum":1},"max_size":{"type":["string","integer"]},"image_builder":{"type":"string"}},"additionalProperties":false},"log_size":{"type":"integer","minimum":1,"maximum":4096},"reconcile":{"type":"integer","minimum":1,"maximum":86400},"drift":{"type":"integer","minimum":0,"maximum":604800},"notifications":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"kind":{"enum":["webhook","slack"]},"secret":{"type":"string"},"on":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["succeeded","failed","cancelled"]}},"repositories":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"private_hosts":{"type":"array","items":{"type":"string"}},"editor_url":{"type":"string"}},"additionalProperties":false};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/server.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.host !== undefined){
if(typeof data.host !== "string"){
const err1 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.port !== undefined){
let data1 = data.port;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65535 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
if(data.data !== undefined){
if(typeof data.data !== "string"){
const err5 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.public_url !== undefined){
if(typeof data.public_url !== "string"){
const err6 = {instancePath:instancePath+"/public_url",schemaPath:"#/properties/public_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.database_url !== undefined){
if(typeof data.database_url !== "string"){
const err7 = {instancePath:instancePath+"/database_url",schemaPath:"#/properties/database_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.log_level !== undefined){
let data5 = data.log_level;
if(!(((((data5 === "debug") || (data5 === "info")) || (data5 === "warn")) || (data5 === "error")) || (data5 === "silent"))){
const err8 = {instancePath:instancePath+"/log_level",schemaPath:"#/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema33.properties.log_level.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.github !== undefined){
let data6 = data.github;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
if(!((((key1 === "webhook_secret") || (key1 === "token")) || (key1 === "app")) || (key1 === "api_url"))){
const err9 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data6.webhook_secret !== undefined){
if(typeof data6.webhook_secret !== "string"){
const err10 = {instancePath:instancePath+"/github/webhook_secret",schemaPath:"#/properties/github/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data6.token !== undefined){
if(typeof data6.token !== "string"){
const err11 = {instancePath:instancePath+"/github/token",schemaPath:"#/properties/github/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data6.app !== undefined){
let data9 = data6.app;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.id === undefined){
const err12 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data9.private_key === undefined){
const err13 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "private_key"},message:"must have required property '"+"private_key"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 in data9){
if(!((key2 === "id") || (key2 === "private_key"))){
const err14 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.id !== undefined){
if(typeof data9.id !== "string"){
const err15 = {instancePath:instancePath+"/github/app/id",schemaPath:"#/properties/github/properties/app/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data9.private_key !== undefined){
if(typeof data9.private_key !== "string"){
const err16 = {instancePath:instancePath+"/github/app/private_key",schemaPath:"#/properties/github/properties/app/properties/private_key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data6.api_url !== undefined){
if(typeof data6.api_url !== "string"){
const err18 = {instancePath:instancePath+"/github/api_url",schemaPath:"#/properties/github/properties/api_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.gitea !== undefined){
let data13 = data.gitea;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
if(!(((key3 === "webhook_secret") || (key3 === "token")) || (key3 === "url"))){
const err20 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data13.webhook_secret !== undefined){
if(typeof data13.webhook_secret !== "string"){
const err21 = {instancePath:instancePath+"/gitea/webhook_secret",schemaPath:"#/properties/gitea/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data13.token !== undefined){
if(typeof data13.token !== "string"){
const err22 = {instancePath:instancePath+"/gitea/token",schemaPath:"#/properties/gitea/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data13.url !== undefined){
if(typeof data13.url !== "string"){
const err23 = {instancePath:instancePath+"/gitea/url",schemaPath:"#/properties/gitea/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.repositories !== undefined){
let data17 = data.repositories;
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
let data18 = data17[i0];
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.url === undefined){
const err25 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
for(const key4 in data18){
if(!((((((((key4 === "url") || (key4 === "id")) || (key4 === "forge")) || (key4 === "full_name")) || (key4 === "default_branch")) || (key4 === "webhook_secret")) || (key4 === "token")) || (key4 === "senders"))){
const err26 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data18.url !== undefined){
if(typeof data18.url !== "string"){
const err27 = {instancePath:instancePath+"/repositories/" + i0+"/url",schemaPath:"#/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data18.id !== undefined){
if(typeof data18.id !== "string"){
const err28 = {instancePath:instancePath+"/repositories/" + i0+"/id",schemaPath:"#/properties/repositories/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data18.forge !== undefined){
let data21 = data18.forge;
if(!(((data21 === "github") || (data21 === "gitea")) || (data21 === "git"))){
const err29 = {instancePath:instancePath+"/repositories/" + i0+"/forge",schemaPath:"#/properties/repositories/items/properties/forge/enum",keyword:"enum",params:{allowedValues: schema33.properties.repositories.items.properties.forge.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data18.full_name !== undefined){
if(typeof data18.full_name !== "string"){
const err30 = {instancePath:instancePath+"/repositories/" + i0+"/full_name",schemaPath:"#/properties/repositories/items/properties/full_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data18.default_branch !== undefined){
if(typeof data18.default_branch !== "string"){
const err31 = {instancePath:instancePath+"/repositories/" + i0+"/default_branch",schemaPath:"#/properties/repositories/items/properties/default_branch/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data18.webhook_secret !== undefined){
if(typeof data18.webhook_secret !== "string"){
const err32 = {instancePath:instancePath+"/repositories/" + i0+"/webhook_secret",schemaPath:"#/properties/repositories/items/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data18.token !== undefined){
if(typeof data18.token !== "string"){
const err33 = {instancePath:instancePath+"/repositories/" + i0+"/token",schemaPath:"#/properties/repositories/items/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data18.senders !== undefined){
let data26 = data18.senders;
if(Array.isArray(data26)){
const len1 = data26.length;
for(let i1=0; i1<len1; i1++){
if(typeof data26[i1] !== "string"){
const err34 = {instancePath:instancePath+"/repositories/" + i0+"/senders/" + i1,schemaPath:"#/properties/repositories/items/properties/senders/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/repositories/" + i0+"/senders",schemaPath:"#/properties/repositories/items/properties/senders/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/repositories",schemaPath:"#/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.auth !== undefined){
let data28 = data.auth;
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
for(const key5 in data28){
if(!((((key5 === "anonymous") || (key5 === "admin_token")) || (key5 === "origins")) || (key5 === "oidc"))){
const err38 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data28.anonymous !== undefined){
if(typeof data28.anonymous !== "boolean"){
const err39 = {instancePath:instancePath+"/auth/anonymous",schemaPath:"#/properties/auth/properties/anonymous/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data28.admin_token !== undefined){
if(typeof data28.admin_token !== "string"){
const err40 = {instancePath:instancePath+"/auth/admin_token",schemaPath:"#/properties/auth/properties/admin_token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data28.origins !== undefined){
let data31 = data28.origins;
if(Array.isArray(data31)){
const len2 = data31.length;
for(let i2=0; i2<len2; i2++){
if(typeof data31[i2] !== "string"){
const err41 = {instancePath:instancePath+"/auth/origins/" + i2,schemaPath:"#/properties/auth/properties/origins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/auth/origins",schemaPath:"#/properties/auth/properties/origins/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data28.oidc !== undefined){
let data33 = data28.oidc;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.issuer === undefined){
const err43 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "issuer"},message:"must have required property '"+"issuer"+"'"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data33.client_id === undefined){
const err44 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "client_id"},message:"must have required property '"+"client_id"+"'"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
for(const key6 in data33){
if(!((((((key6 === "issuer") || (key6 === "audience")) || (key6 === "client_id")) || (key6 === "client_secret")) || (key6 === "roles_claim")) || (key6 === "roles"))){
const err45 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data33.issuer !== undefined){
if(typeof data33.issuer !== "string"){
const err46 = {instancePath:instancePath+"/auth/oidc/issuer",schemaPath:"#/properties/auth/properties/oidc/properties/issuer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data33.audience !== undefined){
if(typeof data33.audience !== "string"){
const err47 = {instancePath:instancePath+"/auth/oidc/audience",schemaPath:"#/properties/auth/properties/oidc/properties/audience/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data33.client_id !== undefined){
if(typeof data33.client_id !== "string"){
const err48 = {instancePath:instancePath+"/auth/oidc/client_id",schemaPath:"#/properties/auth/properties/oidc/properties/client_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data33.client_secret !== undefined){
if(typeof data33.client_secret !== "string"){
const err49 = {instancePath:instancePath+"/auth/oidc/client_secret",schemaPath:"#/properties/auth/properties/oidc/properties/client_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data33.roles_claim !== undefined){
if(typeof data33.roles_claim !== "string"){
const err50 = {instancePath:instancePath+"/auth/oidc/roles_claim",schemaPath:"#/properties/auth/properties/oidc/properties/roles_claim/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data33.roles !== undefined){
let data39 = data33.roles;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
let data40 = data39[key7];
if(!(((data40 === "viewer") || (data40 === "builder")) || (data40 === "admin"))){
const err51 = {instancePath:instancePath+"/auth/oidc/roles/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/oidc/properties/roles/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema33.properties.auth.properties.oidc.properties.roles.additionalProperties.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/auth/oidc/roles",schemaPath:"#/properties/auth/properties/oidc/properties/roles/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.worker !== undefined){
let data41 = data.worker;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
for(const key8 in data41){
if(!(((key8 === "slots") || (key8 === "platforms")) || (key8 === "builder"))){
const err55 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data41.slots !== undefined){
let data42 = data41.slots;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err56 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 256 || isNaN(data42)){
const err57 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data42 < 0 || isNaN(data42)){
const err58 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(data41.platforms !== undefined){
let data43 = data41.platforms;
if(Array.isArray(data43)){
const len3 = data43.length;
for(let i3=0; i3<len3; i3++){
if(typeof data43[i3] !== "string"){
const err59 = {instancePath:instancePath+"/worker/platforms/" + i3,schemaPath:"#/properties/worker/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/worker/platforms",schemaPath:"#/properties/worker/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data41.builder !== undefined){
let data45 = data41.builder;
if(!((((data45 === "auto") || (data45 === "buildx")) || (data45 === "podman")) || (data45 === "buildah"))){
const err61 = {instancePath:instancePath+"/worker/builder",schemaPath:"#/properties/worker/properties/builder/enum",keyword:"enum",params:{allowedValues: schema33.properties.worker.properties.builder.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.pull_requests !== undefined){
let data46 = data.pull_requests;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
for(const key9 in data46){
if(!(key9 === "registry")){
const err63 = {instancePath:instancePath+"/pull_requests",schemaPath:"#/properties/pull_requests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data46.registry !== undefined){
if(typeof data46.registry !== "string"){
const err64 = {instancePath:instancePath+"/pull_requests/registry",schemaPath:"#/properties/pull_requests/properties/registry/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/pull_requests",schemaPath:"#/properties/pull_requests/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data.limits !== undefined){
let data48 = data.limits;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key10 in data48){
if(!(((key10 === "runs") || (key10 === "runs_per_repository")) || (key10 === "builds_per_repository"))){
const err66 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data48.runs !== undefined){
let data49 = data48.runs;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err67 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 1000 || isNaN(data49)){
const err68 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data49 < 1 || isNaN(data49)){
const err69 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
if(data48.runs_per_repository !== undefined){
let data50 = data48.runs_per_repository;
if(!(((typeof data50 == "number") && (!(data50 % 1) && !isNaN(data50))) && (isFinite(data50)))){
const err70 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 > 1000 || isNaN(data50)){
const err71 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data50 < 1 || isNaN(data50)){
const err72 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data48.builds_per_repository !== undefined){
let data51 = data48.builds_per_repository;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
const err73 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 10000 || isNaN(data51)){
const err74 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data51 < 1 || isNaN(data51)){
const err75 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
}
else {
const err76 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data.retention !== undefined){
let data52 = data.retention;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
for(const key11 in data52){
if(!(((key11 === "runs") || (key11 === "logs")) || (key11 === "deliveries"))){
const err77 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data52.runs !== undefined){
if(typeof data52.runs !== "string"){
const err78 = {instancePath:instancePath+"/retention/runs",schemaPath:"#/properties/retention/properties/runs/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data52.logs !== undefined){
if(typeof data52.logs !== "string"){
const err79 = {instancePath:instancePath+"/retention/logs",schemaPath:"#/properties/retention/properties/logs/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data52.deliveries !== undefined){
if(typeof data52.deliveries !== "string"){
const err80 = {instancePath:instancePath+"/retention/deliveries",schemaPath:"#/properties/retention/properties/deliveries/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data.exports !== undefined){
let data56 = data.exports;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
for(const key12 in data56){
if(!((((key12 === "storage") || (key12 === "keep")) || (key12 === "max_size")) || (key12 === "image_builder"))){
const err82 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data56.storage !== undefined){
let data57 = data56.storage;
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
for(const key13 in data57){
if(!((((((key13 === "kind") || (key13 === "path")) || (key13 === "endpoint")) || (key13 === "bucket")) || (key13 === "region")) || (key13 === "prefix"))){
const err83 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data57.kind !== undefined){
let data58 = data57.kind;
if(!(((data58 === "local") || (data58 === "pvc")) || (data58 === "s3"))){
const err84 = {instancePath:instancePath+"/exports/storage/kind",schemaPath:"#/properties/exports/properties/storage/properties/kind/enum",keyword:"enum",params:{allowedValues: schema33.properties.exports.properties.storage.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data57.path !== undefined){
if(typeof data57.path !== "string"){
const err85 = {instancePath:instancePath+"/exports/storage/path",schemaPath:"#/properties/exports/properties/storage/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data57.endpoint !== undefined){
if(typeof data57.endpoint !== "string"){
const err86 = {instancePath:instancePath+"/exports/storage/endpoint",schemaPath:"#/properties/exports/properties/storage/properties/endpoint/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data57.bucket !== undefined){
if(typeof data57.bucket !== "string"){
const err87 = {instancePath:instancePath+"/exports/storage/bucket",schemaPath:"#/properties/exports/properties/storage/properties/bucket/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data57.region !== undefined){
if(typeof data57.region !== "string"){
const err88 = {instancePath:instancePath+"/exports/storage/region",schemaPath:"#/properties/exports/properties/storage/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data57.prefix !== undefined){
if(typeof data57.prefix !== "string"){
const err89 = {instancePath:instancePath+"/exports/storage/prefix",schemaPath:"#/properties/exports/properties/storage/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data56.keep !== undefined){
let data64 = data56.keep;
if(!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))){
const err91 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 < 1 || isNaN(data64)){
const err92 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
if(data56.max_size !== undefined){
let data65 = data56.max_size;
if((typeof data65 !== "string") && (!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65))))){
const err93 = {instancePath:instancePath+"/exports/max_size",schemaPath:"#/properties/exports/properties/max_size/type",keyword:"type",params:{type: schema33.properties.exports.properties.max_size.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data56.image_builder !== undefined){
if(typeof data56.image_builder !== "string"){
const err94 = {instancePath:instancePath+"/exports/image_builder",schemaPath:"#/properties/exports/properties/image_builder/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data.log_size !== undefined){
let data67 = data.log_size;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
const err96 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 > 4096 || isNaN(data67)){
const err97 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096},message:"must be <= 4096"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data67 < 1 || isNaN(data67)){
const err98 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
if(data.reconcile !== undefined){
let data68 = data.reconcile;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
const err99 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 > 86400 || isNaN(data68)){
const err100 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data68 < 1 || isNaN(data68)){
const err101 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
if(data.drift !== undefined){
let data69 = data.drift;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
const err102 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 > 604800 || isNaN(data69)){
const err103 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/maximum",keyword:"maximum",params:{comparison: "<=", limit: 604800},message:"must be <= 604800"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data69 < 0 || isNaN(data69)){
const err104 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
if(data.notifications !== undefined){
let data70 = data.notifications;
if(Array.isArray(data70)){
const len4 = data70.length;
for(let i4=0; i4<len4; i4++){
let data71 = data70[i4];
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
if(data71.url === undefined){
const err105 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
for(const key14 in data71){
if(!(((((key14 === "url") || (key14 === "kind")) || (key14 === "secret")) || (key14 === "on")) || (key14 === "repositories"))){
const err106 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data71.url !== undefined){
if(typeof data71.url !== "string"){
const err107 = {instancePath:instancePath+"/notifications/" + i4+"/url",schemaPath:"#/properties/notifications/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data71.kind !== undefined){
let data73 = data71.kind;
if(!((data73 === "webhook") || (data73 === "slack"))){
const err108 = {instancePath:instancePath+"/notifications/" + i4+"/kind",schemaPath:"#/properties/notifications/items/properties/kind/enum",keyword:"enum",params:{allowedValues: schema33.properties.notifications.items.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data71.secret !== undefined){
if(typeof data71.secret !== "string"){
const err109 = {instancePath:instancePath+"/notifications/" + i4+"/secret",schemaPath:"#/properties/notifications/items/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data71.on !== undefined){
let data75 = data71.on;
if(Array.isArray(data75)){
const len5 = data75.length;
for(let i5=0; i5<len5; i5++){
let data76 = data75[i5];
if(typeof data76 !== "string"){
const err110 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(!(((data76 === "succeeded") || (data76 === "failed")) || (data76 === "cancelled"))){
const err111 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.notifications.items.properties.on.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
let i6 = data75.length;
let j0;
if(i6 > 1){
const indices0 = {};
for(;i6--;){
let item0 = data75[i6];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err112 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
break;
}
indices0[item0] = i6;
}
}
}
else {
const err113 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data71.repositories !== undefined){
let data77 = data71.repositories;
if(Array.isArray(data77)){
const len6 = data77.length;
for(let i7=0; i7<len6; i7++){
if(typeof data77[i7] !== "string"){
const err114 = {instancePath:instancePath+"/notifications/" + i4+"/repositories/" + i7,schemaPath:"#/properties/notifications/items/properties/repositories/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/notifications/" + i4+"/repositories",schemaPath:"#/properties/notifications/items/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
else {
const err116 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
else {
const err117 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.private_hosts !== undefined){
let data79 = data.private_hosts;
if(Array.isArray(data79)){
const len7 = data79.length;
for(let i8=0; i8<len7; i8++){
if(typeof data79[i8] !== "string"){
const err118 = {instancePath:instancePath+"/private_hosts/" + i8,schemaPath:"#/properties/private_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/private_hosts",schemaPath:"#/properties/private_hosts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.editor_url !== undefined){
if(typeof data.editor_url !== "string"){
const err120 = {instancePath:instancePath+"/editor_url",schemaPath:"#/properties/editor_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isTemplateFile = validate23;
const schema34 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/template.schema.json","type":"object","properties":{"description":{"type":"string"},"variables":{"type":"object","additionalProperties":{"type":"object","properties":{"type":{"enum":["string","integer","boolean"]},"default":{"type":["string","number","boolean"]},"description":{"type":"string"},"pattern":{"type":"string"},"choices":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false}}},"additionalProperties":false};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/template.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "description") || (key0 === "variables"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err1 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.variables !== undefined){
let data1 = data.variables;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
let data2 = data1[key1];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key2 in data2){
if(!(((((key2 === "type") || (key2 === "default")) || (key2 === "description")) || (key2 === "pattern")) || (key2 === "choices"))){
const err2 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data2.type !== undefined){
let data3 = data2.type;
if(!(((data3 === "string") || (data3 === "integer")) || (data3 === "boolean"))){
const err3 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/variables/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.variables.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data2.default !== undefined){
let data4 = data2.default;
if(((typeof data4 !== "string") && (!((typeof data4 == "number") && (isFinite(data4))))) && (typeof data4 !== "boolean")){
const err4 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/default",schemaPath:"#/properties/variables/additionalProperties/properties/default/type",keyword:"type",params:{type: schema34.properties.variables.additionalProperties.properties.default.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data2.description !== undefined){
if(typeof data2.description !== "string"){
const err5 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/properties/variables/additionalProperties/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data2.pattern !== undefined){
if(typeof data2.pattern !== "string"){
const err6 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/variables/additionalProperties/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data2.choices !== undefined){
let data7 = data2.choices;
if(Array.isArray(data7)){
if(data7.length < 1){
const err7 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
if(typeof data7[i0] !== "string"){
const err8 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices/" + i0,schemaPath:"#/properties/variables/additionalProperties/properties/choices/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
let i1 = data7.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data7[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err9 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err10 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

